using System.Collections.Immutable;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Pools;
using CityActors.Silo.Access;
using CityActors.Silo.Units;

namespace CityActors.Silo.Cases;

/// <summary>Which cases a caller finds, what it sees of them, and in which roles it acts.</summary>
internal sealed class CaseAccess(CityRights rights, IGrainFactory grains)
{
    /// <summary>Somebody is chosen by hand by those who decide about matters.</summary>
    public static Refusal NotYoursToAssign { get; } = new(
        "not-your-role", "Who takes a case in hand is chosen by an officer, a dispatcher or an administrator of its area.", "指派承办人须由辖区工作人员、调度员或管理员操作。");

    /// <summary>A case that the caller may know of: it concerns it, lies in its area, or in that of a post that it holds.</summary>
    public async Task<CaseView?> Find(Caller caller, string id) =>
        CaseIds.TypeOf(id) is not null && await grains.GetGrain<ICaseGrain>(id).Read() is { } view
        && (IsOwn(caller, view) || view.Offers.Any(offer => offer.Who == caller.Name) || caller.May(Need.ReadMatter, new Subject(view.Case.Area)) || rights.HoldsPost(await rights.Of(caller), view.Case.Area))
            ? view
            : null;

    /// <summary>Whether a case concerns the caller, is in its hands, or asks it something.</summary>
    public static bool IsOwn(Caller caller, CaseView view) =>
        view.Parties.Values.Any(ids => ids.Contains(caller.Name)) || view.Case.Holders.Any(holder => holder.Who == caller.Name) || view.Asks.Any(ask => ask.Of.Contains(caller.Name));

    /// <summary>A command with what the door knows of who gives it: the roles that it holds now for what belongs to an area, by its account or a post, and which person it is.</summary>
    public async Task<CaseCommand> By(Caller caller, string area, CaseCommand command)
    {
        var asked = await rights.Of(caller);
        return command with { Roles = rights.RolesOf(asked, area), Person = rights.PersonOf(asked) };
    }

    /// <summary>
    /// A case as a caller may see it: others than those whom it concerns, who has it in hand and officers see neither names nor words of people. Whom it concerns
    /// sees of what is personal only what is its own or opened to it. A citizen does not learn which officer acted, nor what officers wrote but for why its case ended, and what was said to it.
    /// </summary>
    public async Task<CaseAnswer> Show(Caller caller, CaseView view)
    {
        var isWhole = IsOwn(caller, view) || caller.SeesHomes;
        var isParty = IsParty(caller, view);
        var ownParts = isParty ? await OwnParts(caller, view) : [];
        return new CaseAnswer(
            view.Case,
            view.Name,
            view.StatusName,
            [.. view.Fields.Where(field => field.Privacy != CasePrivacy.Personal || (isParty ? field.OpenTo?.Contains(caller.Name) == true : isWhole)).Select(static field => new CaseFieldAnswer(field.Field, field.Name, System.Text.Json.JsonElement.Parse(field.Value)))],
            isWhole ? view.Parties : ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty,
            isWhole ? view.Asks : [],
            view.Parts,
            [.. view.Offers.Where(offer => isWhole || offer.Who == caller.Name)],
            [.. view.Timeline.Select(entry => isParty || caller.Role == Role.Citizen ? ForParty(caller, view, entry, ownParts) : Line(entry, isWhole))]);
    }

    private static bool IsParty(Caller caller, CaseView view) => IsOneOf(caller.Name, view);

    private static bool IsOneOf(string who, CaseView view) => view.Parties.Values.Any(ids => ids.Contains(who));

    // Why a part came to what it came to is for those whom the part concerns.
    private async Task<HashSet<string>> OwnParts(Caller caller, CaseView view)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in view.Timeline.Where(static entry => entry.Why.Length > 0 && CaseIds.TypeOf(entry.Part) is not null).Select(static entry => entry.Part).Distinct(StringComparer.Ordinal))
        {
            if (await grains.GetGrain<ICaseGrain>(part).Read() is { } read && IsParty(caller, read))
            {
                own.Add(part);
            }
        }

        return own;
    }

    private static CaseLineAnswer ForParty(Caller caller, CaseView view, CaseEntry entry, HashSet<string> ownParts)
    {
        var isToldWhy = (view.Case.EndedAt is not null && entry.Step.Status == view.Case.Status) || entry.WhyFor.Contains(caller.Name) || ownParts.Contains(entry.Part);
        if (IsOneOf(entry.Actor, view))
        {
            return Line(entry, isWhole: true) with { Why = isToldWhy || view.Case.Privacy != CasePrivacy.Personal ? entry.Why : "" };
        }

        return view.Case.Holders.Any(holder => holder.Who == entry.Actor) || entry.As.StartsWith('$')
            ? Line(entry, isWhole: true)
            : Line(entry, isWhole: true) with { Actor = entry.As.Length > 0 ? entry.As : entry.Actor == "system" ? entry.Actor : "", Why = isToldWhy ? entry.Why : "", Choice = null };
    }

    private static CaseLineAnswer Line(CaseEntry entry, bool isWhole) => new(
        entry.Step.Version,
        entry.Step.At,
        isWhole ? entry.Actor : entry.Step.Actor,
        entry.As,
        entry.Step.What,
        entry.Step.Status,
        entry.Step.Subject,
        isWhole ? entry.Why : "",
        entry.Changed,
        isWhole ? entry.Yes : null,
        isWhole ? entry.Choice : null);
}

/// <summary>A case.</summary>
/// <param name="Case">Where it stands.</param>
/// <param name="Name">What people call its type.</param>
/// <param name="StatusName">What people call where it stands.</param>
/// <param name="Fields">What is known of it; those that the caller may not see are left out.</param>
/// <param name="Parties">Whom it concerns; empty for callers who may not know.</param>
/// <param name="Asks">What people are asked just now; empty for callers who may not know.</param>
/// <param name="Parts">Cases that began as parts of it.</param>
/// <param name="Offers">Who may take it in hand just now; of others, callers who may not know see nothing.</param>
/// <param name="Timeline">What happened, oldest first.</param>
public sealed record CaseAnswer(
    CaseSummary Case, CaseWord Name, CaseWord StatusName, IReadOnlyList<CaseFieldAnswer> Fields, IReadOnlyDictionary<string, IReadOnlyList<string>> Parties,
    IReadOnlyList<CaseQuestion> Asks, IReadOnlyList<CasePart> Parts, IReadOnlyList<CaseOffered> Offers, IReadOnlyList<CaseLineAnswer> Timeline);

/// <summary>A field of a case.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Value">Its value.</param>
public sealed record CaseFieldAnswer(string Field, CaseWord Name, System.Text.Json.JsonElement Value);

/// <summary>A line of a case's history.</summary>
/// <param name="Version">The case's version after it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who; for callers who may not know it, as what.</param>
/// <param name="As">In which role, or as which party or holder; empty: by itself.</param>
/// <param name="What">What happened.</param>
/// <param name="Status">Where the case stands then.</param>
/// <param name="Subject">What it is about: a holder, an ask, a child, a clock; or empty.</param>
/// <param name="Why">Why, or empty.</param>
/// <param name="Changed">The fields that got a value.</param>
/// <param name="Yes">An answer: yes or no.</param>
/// <param name="Choice">How somebody was chosen out of a pool: the candidates with points and reasons; null where nobody was, and for callers who may not know.</param>
public sealed record CaseLineAnswer(
    long Version, DateTimeOffset At, string Actor, string As, string What, string Status, string Subject, string Why, IReadOnlyList<string> Changed, bool? Yes, PoolChoice? Choice);
