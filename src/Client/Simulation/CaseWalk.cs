using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Client.Simulation;

/// <summary>
/// Random walks over the types of case of a pack: whoever may do something does it in any order, facts come late and twice, time passes, and all is stored and read again at any point.
/// After every step it is looked whether what must always hold still holds. The same seed walks the same way.
/// </summary>
internal sealed class CaseWalk
{
    private const int MostCases = 40;
    private readonly Random random;
    private readonly PackFiles pack;
    private readonly PackCaseTypes types;
    private readonly CaseRules rules;
    private readonly CaseWords words;
    private readonly WorkCalendar calendar;
    private readonly Dictionary<string, CaseState> cases = new(StringComparer.Ordinal);
    private readonly List<CityFact> onTheirWay = [];
    private readonly List<CityFact> delivered = [];
    private readonly HashSet<(string Type, int Rule)> acted = [];
    private readonly SortedDictionary<string, long> ends = new(StringComparer.Ordinal);
    private DateTimeOffset now;
    private long begun;
    private long done;
    private long refused;
    private int step;

    /// <summary>Sets up a walk.</summary>
    /// <param name="pack">The pack; it was checked.</param>
    /// <param name="catalogue">The categories by which work orders begin.</param>
    /// <param name="calendar">The working time that clocks count.</param>
    /// <param name="seed">What chance decides follows from it.</param>
    public CaseWalk(PackFiles pack, Catalogue catalogue, WorkCalendar calendar, int seed)
    {
        (this.pack, this.calendar, random) = (pack, calendar, new Random(seed));
        now = Start(calendar);
        types = new(pack, catalogue);
        rules = new(types, calendar);
        words = new(random, catalogue);
    }

    /// <summary>Walks.</summary>
    /// <param name="steps">How many steps.</param>
    /// <exception cref="CaseWalkFault">Something that must always hold did not.</exception>
    public CaseWalkResult Run(int steps)
    {
        for (step = 0; step < steps; step++)
        {
            Step();
        }

        var never = pack.Cases.Values.Select(spec => types.Named(spec.Case)!).SelectMany(program =>
            program.Commands.Select((command, i) => (program.Spec.Case, Rule: i, Name: $"{program.Spec.Case}: command {command.Spec.Do}"))
                .Concat(program.Events.Select((happening, i) => (program.Spec.Case, Rule: -1 - i, Name: $"{program.Spec.Case}: event {happening.Trigger}"))));
        return new(steps, begun, done, refused, ends, [.. never.Where(rule => !acted.Contains((rule.Case, rule.Rule))).Select(static rule => rule.Name)]);
    }

    private void Step()
    {
        switch (random.Next(20))
        {
            case 0:
                Begin();
                break;
            case <= 3 when onTheirWay.Count > 0:
                Deliver();
                break;
            case 4 when delivered.Count > 0:
                Hear(delivered[random.Next(delivered.Count)]); // It comes again.
                break;
            case <= 6:
                Wait();
                break;
            case 7:
                StoreAndRead();
                break;
            case <= 10 when Anyone(static state => state.Asks.Count > 0) is { } asked:
                Answer(asked);
                break;
            default:
                Act();
                break;
        }
    }

    private void Begin()
    {
        if (Anyone(static state => state.EndedAt is not null || state.History.Count > 200) is { } ended)
        {
            cases.Remove(ended.Id);
            onTheirWay.RemoveAll(fact => fact is CaseWanted wanted && wanted.Case == ended.Id); // Else what is forgotten would begin once more.
            delivered.RemoveAll(fact => fact is CaseWanted wanted && wanted.Case == ended.Id);
        }

        if (cases.Count >= MostCases)
        {
            return;
        }

        var program = types.Named(pack.Cases.Values.ElementAt(random.Next(pack.Cases.Count)).Case)!;
        var name = $"walk-{step}";
        var beginning = new CaseBeginning
        {
            Id = name,
            Actor = words.Somebody(),
            At = now,
            Area = "430103002001",
            Fields = program.Spec.Fields.Where(static field => field.Value.Need == "begin" && field.Value.Default is null)
                .ToImmutableSortedDictionary(static field => field.Key, field => words.Json(program.Types[field.Key], now), StringComparer.Ordinal),
            Parties = program.Spec.Parties.ToImmutableSortedDictionary(static party => party.Key, party => words.Parties(party.Value), StringComparer.Ordinal),
        };
        var id = CaseIds.Of(program.Spec.Case, name);
        var (decision, refusal) = rules.Begin(id, StateOf(id), program.Spec.Case, beginning);
        Holds(refusal is null, id, $"it did not begin: {refusal?.English}");
        Take(id, decision);
        begun++;
        Holds(!rules.Begin(id, StateOf(id), program.Spec.Case, beginning).Decision.IsChange, id, "the same beginning again changed it");
    }

    private void Act()
    {
        if (Anyone(static _ => true) is not { } state)
        {
            return;
        }

        var program = types.Of(state.Terms!);
        var command = Likely(program, state);
        var who = command.By[random.Next(command.By.Count)];
        var form = command.Form.Where(field => (!field.Optional && field.Else is null) || random.Next(2) == 0)
            .ToImmutableSortedDictionary(static field => field.Field, field => words.Typed(field, program.Types[field.Field], state.Fields.GetValueOrDefault(field.Field), now), StringComparer.Ordinal);
        Give(state, new CaseCommand
        {
            Do = command.Do,
            CommandId = $"c-{step}",
            Actor = Who(state, who),
            At = now,
            Reason = random.Next(10) == 0 ? "" : "because",
            Roles = who.StartsWith('$') || random.Next(20) == 0 ? [] : [who],
            Form = form,
        });
    }

    // Mostly what is possible where it stands, and seldom what ends it: else no walk would get far.
    private CaseCommandSpec Likely(CaseProgram program, CaseState state)
    {
        var possible = program.Commands.Where(command => command.From.Contains(state.Status)).Select(static command => command.Spec).ToList();
        if (possible.Count == 0 || random.Next(10) == 0)
        {
            return program.Commands[random.Next(program.Commands.Length)].Spec;
        }

        var goesOn = possible.FindAll(command => command.To is null || !program.IsEnd(command.To));
        var among = goesOn.Count > 0 && random.Next(8) > 0 ? goesOn : possible;
        return among[random.Next(among.Count)];
    }

    private void Answer(CaseState state)
    {
        var ask = state.Asks[random.Next(state.Asks.Count)];
        var who = ask.Of.Count == 0 ? words.Somebody() : ask.Of[random.Next(ask.Of.Count)];
        Give(state, new CaseCommand
        {
            Do = CaseCommand.Answer,
            CommandId = $"c-{step}",
            Actor = who.StartsWith("role:", StringComparison.Ordinal) ? words.Somebody() : who,
            At = now,
            Ask = ask.Name,
            Yes = random.Next(12) > 0,
            Roles = who.StartsWith("role:", StringComparison.Ordinal) ? [who["role:".Length..]] : [],
        });
    }

    // A command that is given again has no second effect.
    private void Give(CaseState state, CaseCommand command)
    {
        CatchUp();
        state = StateOf(state.Id);
        var (decision, refusal) = rules.Apply(state.Id, state, command);
        if (refusal is not null)
        {
            refused++;
            Holds(!decision.IsChange && ReferenceEquals(decision.Next, state), state.Id, $"'{command.Do}' was refused ({refusal.Code}) and changed it all the same");
            Holds(refusal.English.Length > 0 && refusal.Chinese.Length > 0, state.Id, $"the refusal {refusal.Code} says nothing");
            return;
        }

        done++;
        Take(state.Id, decision);
        var again = rules.Apply(state.Id, StateOf(state.Id), command);
        Holds(!again.Decision.IsChange && again.Refusal is null, state.Id, $"'{command.Do}' given again changed it");
    }

    private void Wait()
    {
        var next = cases.Values.SelectMany(state => rules.Deadlines(state.Id, state)).Select(static due => due.At).DefaultIfEmpty(now).Min();
        now = random.Next(12) switch
        {
            <= 8 => now.AddMinutes(random.Next(60)),
            9 or 10 => now.AddHours(random.Next(30)),
            _ => next > now && next <= End ? next.AddTicks(random.Next(3) - 1) : now,
        };
        CatchUp();
        if (now > End)
        {
            BeginAnew();
        }
    }

    // No clock runs into a year whose holidays are not known.
    private void BeginAnew()
    {
        cases.Clear();
        onTheirWay.Clear();
        delivered.Clear();
        now = Start(calendar);
    }

    // Two years before the end of what is known.
    private static DateTimeOffset Start(WorkCalendar calendar) => new(calendar.LastDay.Year - 1, 1, 5, 1, 0, 0, TimeSpan.Zero);

    private DateTimeOffset End => Start(calendar).AddYears(1);

    private void CatchUp()
    {
        while (cases.Values.SelectMany(state => rules.Deadlines(state.Id, state).Select(due => (state.Id, Due: due))).Where(one => one.Due.At <= now)
            .OrderBy(static one => one.Due.At).ThenBy(static one => one.Id, StringComparer.Ordinal).FirstOrDefault() is { Id: { } id, Due: var due })
        {
            var decision = rules.Due(id, StateOf(id), new Deadline($"case/{id}", due.Name, due.At), due.At);
            Holds(decision.IsChange, id, $"'{due.Name}' was due and changed nothing");
            Take(id, decision);
        }
    }

    private void Deliver()
    {
        var place = random.Next(onTheirWay.Count);
        var fact = onTheirWay[place];
        onTheirWay.RemoveAt(place);
        delivered.Add(fact);
        if (delivered.Count > 200)
        {
            delivered.RemoveAt(0);
        }

        Hear(fact);
    }

    private void Hear(CityFact fact)
    {
        CatchUp();
        switch (fact)
        {
            case CaseWanted { Beginning.Parent: { } parent } wanted when wanted.Case.Sum(static letter => letter) % 12 == 0: // As if its pack had been switched off.
                onTheirWay.Add(new CaseReached { Subject = wanted.Case, Version = 1, At = now, Area = wanted.Area, Parent = parent, Status = CaseSpec.NotBegun, HasEnded = true, Why = "Its pack is off here." });
                break;
            case CaseWanted wanted when types.Named(wanted.CaseType) is not null:
                React(wanted.Case, fact);
                break;
            case CaseReached reached when cases.ContainsKey(reached.Parent.Id):
                React(reached.Parent.Id, fact);
                break;
            case HolderFound found when cases.ContainsKey(found.Case):
                React(found.Case, fact);
                break;
            case HolderWanted wanted:
                onTheirWay.Add(new HolderFound
                {
                    Subject = wanted.Subject,
                    Version = step + 1,
                    At = now,
                    Area = wanted.Area,
                    Case = wanted.Case,
                    Holder = wanted.Holder,
                    Asked = wanted.Asked,
                    Holders = random.Next(6) == 0 ? [] : [new CaseHolder(wanted.Holder, words.Member())],
                });
                break;
        }
    }

    private void React(string id, CityFact fact)
    {
        var decision = rules.React(id, StateOf(id), fact, now);
        if (decision.IsChange)
        {
            begun += StateOf(id).Terms is null ? 1 : 0;
            Take(id, decision);
        }

        Holds(!rules.React(id, StateOf(id), fact, now).IsChange, id, $"{fact.GetType().Name} {fact.Id} heard again changed it");
    }

    private void Take(string id, Decision<CaseState> decision)
    {
        var (before, next) = (StateOf(id), decision.Next);
        if (!decision.IsChange)
        {
            return;
        }

        CaseInvariants.Check(types.Of(next.Terms!), before, next, what => throw new CaseWalkFault(step, id, what));
        Holds(next.EndedAt is null && random.Next(20) > 0 || CaseInvariants.IsFoldOfHistory(types.Of(next.Terms!), next, calendar), id, "its history does not come to what it is");
        foreach (var line in next.History.Skip(before.History.Count))
        {
            if (line.Rule is { } rule)
            {
                acted.Add((next.Terms!.Type, rule));
            }
        }

        if (before.EndedAt is null && next.EndedAt is not null)
        {
            var end = $"{next.Terms!.Type} {next.Status}";
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        cases[id] = next;
        onTheirWay.AddRange(decision.Facts);
    }

    // A crash: what is not stored is lost, and everything stored is read again.
    private void StoreAndRead()
    {
        foreach (var (id, state) in cases.ToList())
        {
            var read = JsonSerializer.Deserialize<CaseState>(JsonSerializer.Serialize(state))! with { History = [.. state.History.Select(static line => JsonSerializer.Deserialize<CaseLine>(JsonSerializer.Serialize(line))!)] };
            Holds(JsonSerializer.Serialize(read) == JsonSerializer.Serialize(state), id, "it was not read as it was stored");
            cases[id] = read;
        }
    }

    private CaseState? Anyone(Func<CaseState, bool> isWanted)
    {
        var some = cases.Values.Where(isWanted).OrderBy(static state => state.Id, StringComparer.Ordinal).ToList();
        return some.Count == 0 ? null : some[random.Next(some.Count)];
    }

    private string Who(CaseState state, string who)
    {
        var ids = who switch
        {
            "$parties" => [.. state.Parties.Values.SelectMany(static ids => ids)],
            ['$', .. var name] when state.Parties.TryGetValue(name, out var parties) => parties,
            ['$', .. var name] => [.. state.Holders.Where(holder => holder.Name == name).Select(static holder => holder.Who)],
            _ => (IReadOnlyList<string>)[],
        };
        return ids.Count == 0 ? words.Somebody() : ids[random.Next(ids.Count)];
    }

    private CaseState StateOf(string id) => cases.GetValueOrDefault(id) ?? new CaseState();

    private void Holds(bool condition, string id, string what)
    {
        if (!condition)
        {
            throw new CaseWalkFault(step, id, what);
        }
    }
}

/// <summary>What a walk came to.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Begun">Cases that began.</param>
/// <param name="Done">Commands that were done.</param>
/// <param name="Refused">Commands that were refused.</param>
/// <param name="Ends">How many cases came to each end.</param>
/// <param name="Never">Commands and events that never acted.</param>
internal sealed record CaseWalkResult(int Steps, long Begun, long Done, long Refused, IReadOnlyDictionary<string, long> Ends, IReadOnlyList<string> Never);

/// <summary>Something that must always hold did not.</summary>
internal sealed class CaseWalkFault(int step, string id, string what) : Exception($"Step {step}, {id}: {what}.")
{
    /// <summary>At which step.</summary>
    public int Step { get; } = step;
}
