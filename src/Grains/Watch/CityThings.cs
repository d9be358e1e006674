using System.Collections.Concurrent;
using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Notifications;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Figures;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;
using CityActors.Packs.Switches;
using CityActors.Places;
using CityActors.Signals;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>What the packs of a city say of things and alerts, ready to judge by. May be read from any thread, while packs are switched and parameters set.</summary>
public sealed class CityThings
{
    /// <summary>The pack that says what every device has, and its parameter for a silence whose length no rule says.</summary>
    private const string Base = "base";
    private const string GapParameter = "$gap-after";
    private static readonly TimeSpan UsualGap = TimeSpan.FromHours(1);

    private readonly Kinds kinds;
    private volatile Snapshot now;

    /// <summary>Takes packs that are on everywhere and always.</summary>
    /// <param name="packs">The packs, checked.</param>
    /// <param name="kinds">The kinds of observation; those of the packs are among them.</param>
    public CityThings(PackSet packs, Kinds kinds)
        : this(PackBook.AllOn(packs), kinds)
    {
    }

    /// <summary>Takes packs as they are switched.</summary>
    /// <param name="book">Which packs are on where, and how their parameters are set.</param>
    /// <param name="kinds">The kinds of observation; those of the packs are among them.</param>
    public CityThings(PackBook book, Kinds kinds) => (this.kinds, now) = (kinds, new Snapshot(book));

    /// <summary>What they say of places.</summary>
    internal CityPlaces Places => now.Places;

    /// <summary>Which packs are on where, and how their parameters are set.</summary>
    public PackBook Book => now.Book;

    /// <summary>The packs by whose words the city speaks.</summary>
    public PackSet Packs => now.Book.Packs;

    /// <summary>The kinds of terminal that may be registered.</summary>
    public IEnumerable<string> TerminalKinds => KindsOf(ThingGrain.Terminal);

    /// <summary>The kinds of camera.</summary>
    public IEnumerable<string> CameraKinds => KindsOf(ThingGrain.Camera);

    /// <summary>The kinds of alert.</summary>
    public IEnumerable<string> AlertKinds => now.Alerts.Keys.Order(StringComparer.Ordinal);

    /// <summary>What is said of a kind of alert, or null: no pack declares it.</summary>
    public AlertSpec? Alert(string kind) => now.Alerts.TryGetValue(kind, out var known) ? known.Alert : null;

    /// <summary>The kinds of observation that a kind of thing makes; none: there is no such thing.</summary>
    public IReadOnlyList<string> Observes(string thing) => now.Things.TryGetValue(thing, out var known) ? known.Thing.Observes : [];

    /// <summary>The unit of a kind of observation; empty: it has none, or there is no such kind.</summary>
    internal string UnitOf(string kind) => kinds.Find(kind)?.Unit ?? "";

    /// <summary>Whether any figure is over what devices measure of a kind.</summary>
    internal bool AreCounted(string kind) => now.Counted.Contains(kind);

    /// <summary>Takes what was done with packs since.</summary>
    public void Use(PackBook book) => now = new Snapshot(book);

    /// <summary>Why a terminal may not be registered so; null: it may. English.</summary>
    public string? WhyNot(TerminalRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var known = now;
        return known.Things.TryGetValue(registration.Card.Kind, out var thing) && thing.Thing.Grain == ThingGrain.Terminal && !known.Book.IsRetired(thing.Pack.Name)
            ? DeviceLimit.WhyNot(registration, thing.Pack, thing.Thing, known.Book.ValuesOf(thing.Pack))
            : $"The card's 'kind' is one of {string.Join(", ", TerminalKinds)}.";
    }

    /// <summary>A figure of a pack as it holds for a place, or null: there is no such parameter.</summary>
    public decimal? Figure(string pack, string parameter, string area, DateTimeOffset at) =>
        now.Book is var book && book.Packs.Find(pack) is { } known ? book.ValuesOf(known).Of(parameter, area, null, at)?.Value.Number : null;

    /// <summary>A length of time of a pack as it holds for a place, or null: there is no such parameter.</summary>
    public TimeSpan? Length(string pack, string parameter, string area, DateTimeOffset at) =>
        now.Book is var book && book.Packs.Find(pack) is { } known && book.ValuesOf(known).Of(parameter, area, null, at)?.Value.Text is { } text ? CityActors.Packs.Span.Parse(text)?.Length : null;

    /// <summary>Which parameter of which pack the registration of such a thing may set, or null: none.</summary>
    public static (string Pack, string Parameter)? LimitOf(PackBook book, string kind)
    {
        ArgumentNullException.ThrowIfNull(book);
        foreach (var pack in book.Packs.All)
        {
            if (pack.Things.Things.FirstOrDefault(thing => thing.Kind == kind) is { } thing)
            {
                return DeviceLimit.Of(pack, thing) is { } limit ? (pack.Name, limit.Parameter) : null;
            }
        }

        return null;
    }

    /// <summary>Who is told of an alert that nobody has taken on, and when.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="hasRoster">Whether somebody of a roster is in it.</param>
    internal IEnumerable<LadderStep> LadderOf(Alert alert, bool hasRoster = false) => now.Ladders.TryGetValue(alert.Kind, out var ladder) ? ladder.Of(alert, hasRoster) : [];

    /// <summary>What a step of a ladder tells: in the pack's words where it has some for this step.</summary>
    internal Notification Worded(Alert alert, Notification usual) => Alert(alert.Kind)?.Ladder.FirstOrDefault(step => step.Tell == usual.Receiver) is not { } step
        ? usual
        : LadderWords.Of(step, Packs.All.SelectMany(static pack => pack.Channels.Texts).FirstOrDefault(text => text.Text == step.Text), alert, usual);

    /// <summary>What is told of such an alert, English and Chinese: of what is not public, only what it is and where.</summary>
    internal (string English, string Chinese) TextOf(Alert alert, Privacy privacy)
    {
        var name = Alert(alert.Kind)?.Name;
        var (why, whyZh) = privacy == Privacy.Public ? ($"; {alert.Explanation.English}", $"，{alert.Explanation.Chinese}") : ("", "");
        return (
            $"{name?.En ?? alert.Kind} in {(alert.Cell.Length == 15 ? "cell" : "area")} {alert.Cell}{why}. Nobody has taken the alert on: {alert.Id}.",
            $"{(alert.Cell.Length == 15 ? "网格" : "区域")}{alert.Cell}{name?.Zh ?? alert.Kind}{whyZh}，告警尚无人接手：{alert.Id}。");
    }

    /// <summary>Whether a pack has anything to do with a kind of terminal; of homes and cameras, which have none, any pack may.</summary>
    internal bool MayConcern(string pack, string kind) => kind.Length == 0 || pack == Base || (now.Things.TryGetValue(kind, out var known) && known.Pack.Name == pack);

    /// <summary>When the pack that declares a kind of alert is on in a place, or null: no pack does.</summary>
    internal IReadOnlyList<PackSpan>? SpansOf(string alert, string cell) => now is var known && known.Alerts.TryGetValue(alert, out var entry) ? known.Book.Spans(entry.Pack, cell) : null;

    /// <summary>By what a terminal is judged, from when to when.</summary>
    /// <exception cref="ArgumentException">No pack has such a thing.</exception>
    internal ThingTimeline TimelineOf(TerminalRegistration registration)
    {
        var (known, card) = (now, registration.Card);
        if (!known.Things.TryGetValue(card.Kind, out var entry) || entry.Thing.Grain != ThingGrain.Terminal)
        {
            throw new ArgumentException($"Nothing is known of terminals of the kind '{card.Kind}'; there are {string.Join(", ", TerminalKinds)}.", nameof(registration));
        }

        var spans = new List<ThingSpan>();
        foreach (var from in Edges(known.Book, entry.Pack.Name, card))
        {
            var next = known.Book.DigestOn(entry.Pack.Name, card.Cell, from) is { } digest
                ? new ThingSpan(from, known.Programs.GetOrAdd(Key(known, digest, registration, from), _ => Compile(known, digest, registration, from)), IsOn: true)
                : new ThingSpan(from, known.Programs.GetOrAdd($"{card.Kind} off {registration.Interval}", _ => ProgramCompiler.Deaf(entry.Thing, registration, kinds)), IsOn: false);
            if (spans.Count == 0 || !ReferenceEquals(spans[^1].Program, next.Program))
            {
                spans.Add(next);
            }
        }

        return new ThingTimeline(spans);
    }

    /// <summary>By what a camera is judged, from when to when; one of a kind that no pack has, by nothing.</summary>
    internal TrackProgram ProgramOf(CameraRegistration registration, CameraOptions limits)
    {
        var (known, card) = (now, registration.Card);
        var thing = card.Kind.Length == 0 ? TrackProgram.UsualThing : card.Kind;
        var stretches = new List<TrackStretch>();
        foreach (var pack in known.Book.Packs.All.Where(pack => pack.Watch.Rules.Any(rule => rule is TrackSpec && rule.Of.StartsWith($"{thing}.", StringComparison.Ordinal))))
        {
            var schedule = PackSchedule.Of(known.Book.Spans(pack.Name, card.Cell));
            stretches.AddRange(from at in Edges(known.Book, pack.Name, card)
                               let digest = known.Book.DigestOn(pack.Name, card.Cell, at)
                               where digest is not null
                               select new TrackStretch(at, VersionOf(known, digest), ValuesOf(known, digest, card, at), schedule));
        }

        return known.Cameras.GetOrAdd($"{thing} {string.Join('|', stretches)}", _ => TrackProgram.Compile(thing, known.Book.Packs, stretches, limits));
    }

    /// <summary>By what a terminal is judged in the end.</summary>
    /// <exception cref="ArgumentException">No pack has such a thing.</exception>
    internal ThingProgram ProgramOf(TerminalRegistration registration) => TimelineOf(registration).Spans[^1].Program;

    private IEnumerable<string> KindsOf(ThingGrain grain) => now is var known
        ? known.Things.Values.Where(entry => entry.Thing.Grain == grain && !known.Book.IsRetired(entry.Pack.Name)).Select(static entry => entry.Thing.Kind).Order(StringComparer.Ordinal)
        : [];

    // Whenever its pack is switched there, or a parameter of it, or of what every device has, is set.
    private static SortedSet<DateTimeOffset> Edges(PackBook book, string pack, EntityCard card)
    {
        var edges = new SortedSet<DateTimeOffset>();
        foreach (var span in book.Spans(pack, card.Cell))
        {
            edges.Add(span.From);
            if (span.Digest is { } digest && book.Versions.TryGetValue(digest, out var version))
            {
                AddChanges(edges, book.ValuesOf(version), card);
            }
        }

        foreach (var span in book.Spans(Base, card.Cell))
        {
            if (span.Digest is { } digest && book.Versions.TryGetValue(digest, out var version))
            {
                AddChanges(edges, book.ValuesOf(version), card);
            }
        }

        return edges;
    }

    private static void AddChanges(SortedSet<DateTimeOffset> edges, ParameterValues values, EntityCard card)
    {
        for (var at = values.NextChange(card.Cell, card.Id, DateTimeOffset.MinValue); at is { } next; at = values.NextChange(card.Cell, card.Id, next))
        {
            edges.Add(next);
        }
    }

    private static string Key(Snapshot known, string digest, TerminalRegistration registration, DateTimeOffset at) => string.Join(
        '|',
        registration.Card.Kind,
        digest,
        registration with { Card = TypeOf(registration) },
        ValuesOf(known, digest, registration.Card, at),
        GapAfter(known, registration.Card, at));

    // Terminals of one kind, setting and figures share one program.
    private static EntityCard TypeOf(TerminalRegistration registration) =>
        new() { Id = "", Type = "terminal", Kind = registration.Card.Kind, Cell = "", Position = default };

    private static RuleValues ValuesOf(Snapshot known, string digest, EntityCard card, DateTimeOffset at) => known.Book.ValuesOf(VersionOf(known, digest)).At(card.Cell, card.Id, at);

    private static PackFiles VersionOf(Snapshot known, string digest) => known.Book.Versions.TryGetValue(digest, out var version)
        ? version
        : throw new InvalidOperationException($"The version {digest} of a pack is on and not there: this Silo may not judge by it.");

    private static TimeSpan GapAfter(Snapshot known, EntityCard card, DateTimeOffset at) =>
        known.Book.DigestOn(Base, card.Cell, at) is { } digest ? ValuesOf(known, digest, card, at).Span(new PackValue(null, GapParameter)) ?? UsualGap : UsualGap;

    private ThingProgram Compile(Snapshot known, string digest, TerminalRegistration registration, DateTimeOffset at)
    {
        var pack = VersionOf(known, digest);
        var thing = pack.Things.Things.FirstOrDefault(thing => thing.Kind == registration.Card.Kind);
        return thing is null
            ? ProgramCompiler.Deaf(known.Things[registration.Card.Kind].Thing, registration, kinds) // That version did not have it yet.
            : ProgramCompiler.Compile(new ProgramParts(
                pack, thing, known.Book.Packs, ValuesOf(known, digest, registration.Card, at), registration, GapAfter(known, registration.Card, at), kinds));
    }

    private sealed class Snapshot
    {
        public Snapshot(PackBook book)
        {
            (Book, Places) = (book, new CityPlaces(book));
            Alerts = book.Packs.All.SelectMany(static pack => pack.Watch.Alerts, static (pack, alert) => (Pack: pack.Name, Alert: alert)).ToDictionary(static entry => entry.Alert.Alert, StringComparer.Ordinal);
            Ladders = Alerts.Values.ToDictionary(static entry => entry.Alert.Alert, static entry => new PackLadder(entry.Alert), StringComparer.Ordinal);
            Counted = [.. book.Packs.All.Where(pack => !book.IsRetired(pack.Name)).SelectMany(static pack => pack.Indicators.Indicators)
                .Select(static indicator => FigureSource.Parse(indicator.Over)).Where(static source => source?.Kind == FigureSubjectKind.Day).Select(static source => source!.Value.Type)];
            Things = book.Packs.All.SelectMany(static pack => pack.Things.Things, static (pack, thing) => (Pack: pack, Thing: thing)).ToDictionary(static entry => entry.Thing.Kind, StringComparer.Ordinal);
        }

        public PackBook Book { get; }

        public CityPlaces Places { get; }

        public HashSet<string> Counted { get; }

        public Dictionary<string, (string Pack, AlertSpec Alert)> Alerts { get; }

        public Dictionary<string, PackLadder> Ladders { get; }

        public Dictionary<string, (PackFiles Pack, ThingSpec Thing)> Things { get; }

        public ConcurrentDictionary<string, ThingProgram> Programs { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, TrackProgram> Cameras { get; } = new(StringComparer.Ordinal);
    }
}
