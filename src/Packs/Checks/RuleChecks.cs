using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Rules of things and places: that they name what there is (N1), raise what is theirs (A5, A6), and that no kind feeds itself (A4).</summary>
internal static class RuleChecks
{
    private const string File = "watch.json";
    private const int MostLevels = 9;

    /// <summary>What is found of any device, by code.</summary>
    private static readonly HashSet<string> FoundByCode = new(["data-gap", "implausible"], StringComparer.Ordinal);

    public static void Run(CheckRun run)
    {
        var watch = run.Pack.Watch;
        for (var i = 0; i < watch.Rules.Count; i++)
        {
            Rule(run, watch.Rules[i], $"$.rules[{i}]");
            run.Holds(watch.Rules[i] is not TrackSpec track || watch.Rules.OfType<TrackSpec>().First(other => other.Of == track.Of) == track, "A5", File, $"$.rules[{i}]", "Another rule follows the same kind of track: keep one of them.");
            run.Holds(watch.Rules[i] is not SilenceSpec silence || watch.Rules.OfType<SilenceSpec>().First(other => other.Of == silence.Of) == silence, "A5", File, $"$.rules[{i}]", "Another rule tells of the same silence: keep one of them.");
        }

        for (var i = 0; i < watch.Places.Count; i++)
        {
            Place(run, watch.Places[i], $"$.places[{i}]");
        }

        Circles(run);
        for (var i = 0; i < watch.Alerts.Count; i++)
        {
            var alert = watch.Alerts[i].Alert;
            var isRaised = FoundByCode.Contains(alert) || watch.Rules.Any(rule => rule.Finds.Alert == alert) || watch.Places.Any(rule => rule.Finds.Alert == alert)
                || run.Pack.Things.Things.Any(thing => thing.Commands.Any(command => command.Unconfirmed == alert));
            run.Holds(isRaised, "E4", File, $"$.alerts[{i}]", "No rule of this pack raises it: take it out, or add the rule.");
        }
    }

    private static void Rule(CheckRun run, RuleSpec rule, string path)
    {
        var kind = Of(run, rule, path);
        Finds(run, rule.Finds, $"{path}.finds", isPlace: false);
        run.Holds(rule.Finds.Mutes.Count == 0, "N1", File, $"{path}.finds.mutes", "Only a rule of a place mutes alerts.");
        var isTrack = kind is { Shape: ObservationShape.Track };
        run.Holds(kind is null || rule is CountSpec or SilenceSpec || isTrack == rule is TrackSpec, "T2", File, path, isTrack ? "A track is judged by 'track', 'count' or 'silence'." : "A value is judged by anything but 'track'.");
        switch (rule)
        {
            case ThresholdSpec threshold:
                Levels(run, threshold.Levels, $"{path}.levels", threshold.Finds);
                break;
            case RateSpec rate:
                run.Holds(rate.Rise is null != rate.Fall is null, "S1", File, path, "Give 'rise' or 'fall', one of them.");
                break;
            case SumSpec { Levels.Count: > 0 } sum:
                Levels(run, sum.Levels, $"{path}.levels", sum.Finds);
                break;
            case SumSpec:
                run.Holds(rule.Finds.Observe is not null, "S1", File, $"{path}.finds", "Without 'levels' a sum gives a derived observation: name it in 'observe'.");
                break;
        }

        run.Holds(rule is SumSpec { Levels.Count: 0 } || rule.Finds.Observe is null, "T2", File, $"{path}.finds.observe", "Only a sum without levels gives a derived observation.");
    }

    private static ObservationSpec? Of(CheckRun run, RuleSpec rule, string path)
    {
        if (rule.Of.Split('.') is not [var thingName, var kindName])
        {
            run.Fault("S1", File, $"{path}.of", "It judges a kind of a thing: give 'thing.kind'.");
            return null;
        }

        var thing = run.Things.GetValueOrDefault(thingName);
        var kind = run.Observations.GetValueOrDefault(kindName);
        run.Holds(thing is not null, "N1", File, $"{path}.of", $"There is no kind of thing '{thingName}' in this pack or those that it needs; there are {CheckRun.Join(run.Things.Keys)}.");
        run.Holds(kind is not null, "N1", File, $"{path}.of", $"There is no kind of observation '{kindName}' in this pack or those that it needs.");
        run.Holds(thing is null || kind is null || thing.Observes.Contains(kindName) || kind.Derived, "N1", File, $"{path}.of", $"'{thingName}' does not observe '{kindName}'; it observes {CheckRun.Join(thing?.Observes ?? [])}.");
        return kind;
    }

    private static void Finds(CheckRun run, FindsSpec finds, string path, bool isPlace)
    {
        run.Holds(finds.Alert is not null || finds.Signal is not null || finds.Observe is not null || finds.Send is not null || finds.Mutes.Count > 0, "S1", File, path, "Nothing follows: give 'alert', 'signal', 'observe' or 'send'.");
        run.Holds(finds.Alert is null || run.Alerts.ContainsKey(finds.Alert), "N1", File, $"{path}.alert", $"There is no alert '{finds.Alert}' in this pack or those that it needs; there are {CheckRun.Join(run.Alerts.Keys)}.");
        run.Holds(!isPlace || finds.Observe is null, "N1", File, $"{path}.observe", "A place derives no observation.");
        if (finds.Observe is { } derived)
        {
            run.Holds(run.Observations.GetValueOrDefault(derived) is { Derived: true }, "N1", File, $"{path}.observe", $"There is no kind '{derived}' with \"derived\": true in this pack or those that it needs.");
        }

        for (var i = 0; i < finds.Mutes.Count; i++)
        {
            run.Holds(run.Alerts.ContainsKey(finds.Mutes[i]), "N1", File, $"{path}.mutes[{i}]", $"There is no alert '{finds.Mutes[i]}'.");
        }

        if (finds.Send is { } send)
        {
            var device = run.Things.GetValueOrDefault(send.To);
            run.Holds(device is not null, "N1", File, $"{path}.send.to", $"There is no kind of thing '{send.To}'.");
            run.Holds(device is null || device.Commands.Any(command => command.Command == send.Command), "N1", File, $"{path}.send.command", $"'{send.To}' has no command '{send.Command}'.");
            run.Holds(send.Text is null || run.Texts.ContainsKey(send.Text), "A3", File, $"{path}.send.text", $"There is no text '{send.Text}' in channels.json.");
            run.Holds(finds.Alert is not null, "S1", File, $"{path}.send", "A command follows an alert, which says why: give 'alert', too.");
            run.Holds(send.Near is > 0 and <= 100_000, "T2", File, $"{path}.send.near", "A device stands within 1 to 100,000 metres.");
            run.Holds(send.FromLevel is > 0 and <= MostLevels, "A6", File, $"{path}.send.from-level", $"Give a level from 1 to {MostLevels}.");
            if (device?.Commands.FirstOrDefault(command => command.Command == send.Command) is { } wanted)
            {
                Text(run, wanted, send, $"{path}.send.text");
            }
        }
    }

    // A device says or shows the text as it stands: nothing in it is filled.
    private static void Text(CheckRun run, CommandSpec command, SendSpec send, string path)
    {
        var takes = command.Arguments.GetValueOrDefault(ThingChecks.TextArgument);
        run.Holds(takes is null == send.Text is null, "N1", File, path, takes is null ? $"'{command.Command}' takes no text: take it out." : $"'{command.Command}' takes a text: name one of channels.json.");
        if (takes is not null && send.Text is { } name && run.Texts.TryGetValue(name, out var text))
        {
            var most = ThingChecks.LongestOf(takes) ?? int.MaxValue;
            run.Holds(text.En?.Length <= most && text.Zh?.Length <= most, "X4", File, path, $"The text '{name}' is longer than the {most} characters that '{command.Command}' takes.");
            run.Holds(!TextChecks.HolesOf(text.En).Any() && !TextChecks.HolesOf(text.Zh).Any(), "A3", File, path, $"The text '{name}' has holes, which nothing fills at a device.");
        }
    }

    private static void Levels(CheckRun run, IReadOnlyList<LevelSpec> levels, string path, FindsSpec finds)
    {
        run.Holds(levels.Count is > 0 and <= MostLevels, "A6", File, path, $"Give 1 to {MostLevels} levels.");
        run.Holds(levels.Select(static level => level.Level).SequenceEqual(Enumerable.Range(1, levels.Count)), "A6", File, path, "Levels are numbered 1, 2, 3 …, the mildest first.");
        if (finds.Alert is { } name && run.Alerts.GetValueOrDefault(name) is { } alert && !alert.Priority.ContainsKey(0))
        {
            var missing = levels.Where(level => !alert.Priority.ContainsKey(level.Level)).Select(static level => level.Level).ToList();
            run.Holds(missing.Count == 0, "A6", File, path, $"The alert '{name}' has no priority for level {string.Join(", ", missing)}.");
        }
    }

    private static void Place(CheckRun run, PlaceRuleSpec rule, string path)
    {
        run.Holds(rule.At is "cell" or "area:community" or "area:street" or "area:district" or "area:city", "S1", File, $"{path}.at", "A place is 'cell', or 'area:' and community, street, district or city.");
        Finds(run, rule.Finds, $"{path}.finds", isPlace: true);
        for (var i = 0; i < rule.Of.Count; i++)
        {
            var isKnown = rule.Of[i].Split(':') switch
            {
                ["signal", var signal] => run.Signals.Contains(signal),
                ["alert", var alert] => run.Alerts.ContainsKey(alert),
                _ => false,
            };
            run.Holds(isKnown, "N1", File, $"{path}.of", $"There is no '{rule.Of[i]}': give 'signal:' or 'alert:' and a name of this pack or those that it needs.");
        }

        run.Holds(rule.Members is null || run.Things.ContainsKey(rule.Members) || rule.Members == "household", "N1", File, $"{path}.members", $"There is no kind of thing '{rule.Members}'.");
        if (rule.Uses == PlaceMode.Share)
        {
            run.Holds(rule.Members is not null && (rule.Least is not null || rule.Most is not null), "S1", File, path, "A share has 'members', and 'least' or 'most'.");
        }
    }

    // A kind that is derived from itself, directly or not, would be derived for ever.
    private static void Circles(CheckRun run)
    {
        var from = run.Reach.SelectMany(static pack => pack.Watch.Rules).Where(static rule => rule.Finds.Observe is not null)
            .ToLookup(static rule => rule.Of.Split('.')[^1], static rule => rule.Finds.Observe!, StringComparer.Ordinal);
        for (var i = 0; i < run.Pack.Watch.Rules.Count; i++)
        {
            if (run.Pack.Watch.Rules[i] is not { Finds.Observe: { } derived } rule)
            {
                continue;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Queue<string>([derived]);
            while (open.TryDequeue(out var next))
            {
                foreach (var further in from[next].Where(seen.Add))
                {
                    open.Enqueue(further);
                }
            }

            run.Holds(!seen.Contains(derived) && rule.Of.Split('.')[^1] != derived, "A4", File, $"$.rules[{i}].finds.observe", $"'{derived}' would be derived from itself: it must not feed what it comes from.");
        }
    }
}
