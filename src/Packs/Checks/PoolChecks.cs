using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Pools;

namespace CityActors.Packs.Checks;

/// <summary>Pools: who is in them (N1), what their method needs (S1), what their expressions read for every type of case that asks (T0 to T6), what their reasons show (A3, P1).</summary>
internal static class PoolChecks
{
    private const string File = "pools.json";
    private const string OfRecords = "record:";
    private const long MostSteps = 20_000;
    private static readonly string[] roots = ["need", "member", "at", "today", "case"];

    public static void Run(CheckRun run)
    {
        var pools = run.Pack.Pools.Pools;
        for (var i = 0; i < pools.Count; i++)
        {
            var (pool, path) = (pools[i], $"$.pools[{i}]");
            TextChecks.Both(run, File, $"{path}.name", pool.Name, TextChecks.LongestName);
            var asking = Asking(run, pool.Pool).ToList();
            run.Holds(asking.Count > 0, "R4", File, path, $"Nobody asks the pool '{pool.Pool}': no type of case of this pack has a holder out of it. Take it out, or name it there.");
            if (pool.Of == "responder")
            {
                Responders(run, pool, path, asking);
            }
            else if (Members(run, pool, path) is { } members)
            {
                Records(run, pool, path, asking);
                foreach (var (type, holder) in asking)
                {
                    Terms(run, pool, path, type, holder, members.Record, members.Joins);
                }
            }
        }
    }

    private static IEnumerable<(CaseUnderCheck Type, string Holder)> Asking(CheckRun run, string pool) =>
        from spec in run.Pack.Cases
        from holder in spec.Value.Holders
        where holder.Value.Pool == pool
        select (new CaseUnderCheck(run, spec.Key, spec.Value), holder.Key);

    private static void Responders(CheckRun run, PoolSpec pool, string path, IEnumerable<(CaseUnderCheck Type, string Holder)> asking)
    {
        run.Holds(pool.Method == PoolMethod.Nearest, "S1", File, $"{path}.method", "Responders are called by the dispatch, which sends the nearest: write \"nearest\".");
        run.Holds(
            pool is { May: null, Capacity: null, Offer: null, LongestWait: null, Points: [], Classes: [], Joins: [], Ties: [], Per: PoolReach.District }, "S1", File, path,
            "The dispatch says itself who may be called, how many each carries and how long an offer stands: give nothing but 'pool', 'name', 'of' and 'method'.");
        foreach (var (type, holder) in asking.Where(static one => one.Type.Spec.Grain != CaseGrain.WorkOrder))
        {
            type.Holds(holds: false, "S5", $"$.holders.{holder}.pool", "Responders are called to work orders only: open an order as a part of the case, or name a pool of records.");
        }
    }

    // The record that a member is, and those that it names; null where that is not known.
    private static (PoolRecord Record, IReadOnlyList<(string Join, PoolRecord Of)> Joins)? Members(CheckRun run, PoolSpec pool, string path)
    {
        run.Holds(pool.Method != PoolMethod.Nearest, "S1", File, $"{path}.method", "Only responders are called by distance alone: write \"ranked\" and give points for the distance, or \"queue\".");
        var name = pool.Of.StartsWith(OfRecords, StringComparison.Ordinal) ? pool.Of[OfRecords.Length..] : null;
        if (Register(run, name) is not { } spec)
        {
            run.Fault("N1", File, $"{path}.of", $"There is no register '{name ?? pool.Of}' in this pack: a pool is of \"responder\", or of \"record:\" and one of {CheckRun.Join(run.Pack.Registers.Values.Select(static register => register.Register))}.");
            return null;
        }

        var lists = run.ListsOf(run.Pack);
        var joins = new List<(string, PoolRecord)>();
        for (var i = 0; i < pool.Joins.Count; i++)
        {
            var (join, at) = (pool.Joins[i], $"{path}.joins[{i}]");
            run.Holds(!roots.Contains(join) && pool.Joins.Take(i).All(other => other != join), "N2", File, at, $"'{join}' means something else here: give the field another name.");
            if (spec.Fields.GetValueOrDefault(join)?.Is is { } type && type.StartsWith("ref:", StringComparison.Ordinal) && Register(run, type["ref:".Length..]) is { } other)
            {
                joins.Add((join, PoolRecord.Of(other, lists)));
            }
            else
            {
                run.Fault("N1", File, at, $"'{join}' names no record that may be read: it must be a field of '{spec.Register}' that refers to a register of this pack.");
                return null;
            }
        }

        foreach (var taken in ((string[])["id", "load"]).Where(spec.Fields.ContainsKey))
        {
            run.Fault("N2", File, $"{path}.of", $"The register '{spec.Register}' has a field '{taken}', which every member of a pool has already: give the field another name.");
            return null;
        }

        return (PoolRecord.Of(spec, lists), joins);
    }

    private static RegisterSpec? Register(CheckRun run, string? name) => run.Pack.Registers.Values.FirstOrDefault(register => register.Register == name);

    private static void Records(CheckRun run, PoolSpec pool, string path, IEnumerable<(CaseUnderCheck Type, string Holder)> asking)
    {
        run.Holds(pool.Capacity is not null, "S1", File, path, "Say in 'capacity' how many cases a member has in hand at most, for example \"member.capacity\".");
        run.Holds(pool.Method != PoolMethod.Queue || pool is { Classes.Count: > 0, LongestWait: not null }, "S1", File, path, "A queue has classes, and says in 'longest-wait' after how long a need goes before all of them: so nobody waits for ever.");
        run.Holds(pool.Method == PoolMethod.Queue || pool is { Classes: [], LongestWait: null }, "S1", File, path, "Classes and 'longest-wait' belong to a queue: write \"queue\", or take them out.");
        Length(run, pool.Offer, $"{path}.offer");
        Length(run, pool.LongestWait, $"{path}.longest-wait");
        run.Holds(pool.Offers is >= 1 and <= 100, "S1", File, $"{path}.offers", "At least 1 and at most 100 are asked.");
        for (var i = 0; i < pool.Ties.Count; i++)
        {
            run.Holds(pool.Ties[i] is "load" or "id", "S1", File, $"{path}.ties[{i}]", $"'{pool.Ties[i]}' decides nothing: ties are 'load', who has less in hand, and 'id'.");
        }

        for (var i = 0; i < pool.Points.Count; i++)
        {
            TextChecks.Both(run, File, $"{path}.points[{i}].why", pool.Points[i].Why, TextChecks.LongestText);
        }

        for (var i = 0; i < pool.Classes.Count; i++)
        {
            var (named, at) = (pool.Classes[i], $"{path}.classes[{i}]");
            TextChecks.Both(run, File, $"{at}.name", named.Name, TextChecks.LongestName);
            run.Holds(NameChecks.IsName(named.Class) && pool.Classes.Take(i).All(other => other.Class != named.Class), "N2", File, $"{at}.class", "Each class has a name of its own: lower-case letters, digits and hyphens.");
        }

        foreach (var (type, holder) in asking)
        {
            var at = $"$.holders.{holder}.seats";
            var seats = type.Spec.Holders[holder].Seats.Number;
            type.Holds(type.Spec.Grain == CaseGrain.Case, "S5", $"$.holders.{holder}.pool", "A work order is handled by responders: name their pool.");
            type.Holds(seats is not null, "S1", at, "Only a work order has skills: give how many are wanted, a whole number from 1.");
            type.Holds(pool.Offer is null || seats is null or 1, "S1", at, $"Those of '{pool.Pool}' are asked one after the other, so one is wanted: give 1, or take 'offer' out of the pool.");
        }
    }

    private static void Length(CheckRun run, PackValue? value, string path) => run.Holds(
        value is null || (Span.Parse(value.Value.Text) is { Amount: > 0 } span && span.Length.Ticks % TimeSpan.TicksPerMinute == 0 && span.Length <= TimeSpan.FromDays(366)), "T2", File, path,
        $"'{value}' is no length of time: give whole minutes, hours or days, for example \"4 working-hours\".");

    private static void Terms(CheckRun run, PoolSpec pool, string path, CaseUnderCheck type, string holder, PoolRecord record, IReadOnlyList<(string Join, PoolRecord Of)> joins)
    {
        var taken = PoolScope.Own.Select(static own => own.Split('.')).Where(static own => own[0] == "need").Select(static own => own[^1]).Where(type.Full.Fields.ContainsKey).ToList();
        foreach (var field in taken)
        {
            type.Holds(holds: false, "N2", $"$.holders.{holder}.pool", $"The pool knows 'need.{field}' of every case, and the type has a field '{field}': give the field another name.");
        }

        if (taken.Count > 0)
        {
            return;
        }

        var lists = run.ListsOf(run.Pack);
        var types = type.Full.Fields.Select(field => (field.Key, Type: FieldType.Of(field.Value, lists, out _))).Where(static field => field.Type is not null).ToDictionary(static field => field.Key, static field => field.Type!, StringComparer.Ordinal);
        var scope = PoolScope.Of(type.Full, types, record, joins).Scope;
        var steps = Check(run, pool.May, scope, $"{path}.may", ExpressionType.Flag)?.Cost ?? 0;
        steps += Check(run, pool.Capacity, scope, $"{path}.capacity", ExpressionType.Whole)?.Cost ?? 0;
        for (var i = 0; i < pool.Points.Count; i++)
        {
            var (point, at) = (pool.Points[i], $"{path}.points[{i}]");
            var figure = Check(run, point.Points, scope, $"{at}.points", null);
            run.Holds(figure is null or { Type.Kind: ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share }, "T2", File, $"{at}.points", $"'{point.Points}' is {figure?.Type}, but points are a number.");
            steps += (figure?.Cost ?? 0) + (Check(run, point.If, scope, $"{at}.if", ExpressionType.Flag)?.Cost ?? 0);
            Holes(run, point.Why, scope, $"{at}.why");
        }

        for (var i = 0; i < pool.Classes.Count; i++)
        {
            var at = $"{path}.classes[{i}].if";
            var condition = Check(run, pool.Classes[i].If, scope, at, ExpressionType.Flag);
            run.Holds(condition?.Reads.All(index => scope.Fields[index].Path.StartsWith("need.", StringComparison.Ordinal)) != false, "T4", File, at, "A class is one of needs: it may read 'need' and nothing else.");
        }

        run.Holds(steps <= MostSteps, "T3", File, path, $"One member may take {steps} steps, and {MostSteps} are allowed: make 'may' and the points simpler, or lists shorter.");
    }

    private static void Holes(CheckRun run, LocalText why, Scope scope, string path)
    {
        var (en, zh) = (TextChecks.HolesOf(why.En).ToHashSet(StringComparer.Ordinal), TextChecks.HolesOf(why.Zh).ToHashSet(StringComparer.Ordinal));
        run.Holds(en.SetEquals(zh), "X2", File, path, $"The English text has the holes {CheckRun.Join(en)}, the Chinese one {CheckRun.Join(zh)}: give both the same.");
        foreach (var hole in en.Union(zh))
        {
            var check = Expression.Check(PoolTexts.Read(hole), scope, mayBeMissing: true);
            run.Holds(PoolTexts.IsHole(hole) && check.Faults.Count == 0, "A3", File, path, $"Nothing fills the hole {hole}: it is what an expression may read, for example {{member.load}}, or {{metres}} where member and need have a place.");
            var isPersonal = check.Expression?.Reads.Select(index => scope.Fields[index]).Any(static field => field.Class > FieldClass.Internal && !field.Path.StartsWith("need.", StringComparison.Ordinal)) == true;
            run.Holds(!isPersonal, "P1", File, path, $"The hole {hole} is personal, and everybody who may see the case reads the reason: leave it out.");
        }
    }

    private static CheckedExpression? Check(CheckRun run, string? text, Scope scope, string path, ExpressionType? wanted)
    {
        if (text is null)
        {
            return null;
        }

        var check = Expression.Check(text, scope, wanted);
        foreach (var fault in check.Faults)
        {
            run.Fault(fault.Code, File, path, $"'{text}', column {fault.Column}: {fault.Sentence}");
        }

        return check.Expression;
    }
}
