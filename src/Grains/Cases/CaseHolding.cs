using CityActors.Alerts;
using CityActors.Packs.Cases;

namespace CityActors.Cases;

/// <summary>Who takes a case in hand: found by a pool, asked first, or chosen by hand. Pure.</summary>
internal static class CaseHolding
{
    /// <summary>A pool answered: somebody has it, may take it, or nobody is there.</summary>
    public static void Find(CaseDraft draft, HolderFound found, DateTimeOffset at)
    {
        var line = draft.Next(at, "") with { Subject = found.Holder, Why = found.Why, Choice = found.Choice };
        if (found.Until is { } until)
        {
            draft.Happen(CaseTrigger.Offered(found.Holder), line with { What = $"{found.Holder}-offered", Seated = found.Holders, OfferedUntil = until });
        }
        else
        {
            Settle(draft, line with { Holders = found.Holders });
        }
    }

    /// <summary>Whether the last word of whoever is looked for is that nobody is there: it is said once.</summary>
    /// <param name="state">The case.</param>
    /// <param name="holder">As what.</param>
    /// <param name="asked">The number of the line that asks.</param>
    public static bool IsNobodyKnown(CaseState state, string holder, long asked)
    {
        for (var i = state.History.Count - 1; i >= 0 && state.History[i].Version > asked; i--)
        {
            if (state.History[i].Trigger is { Kind: "offered" or "declined" or "nobody" } word && word.Name == holder)
            {
                return word == CaseTrigger.Nobody(holder);
            }
        }

        return false;
    }

    /// <summary>Somebody who may take it does, or does not.</summary>
    public static Refusal? AnswerOffer(CaseDraft draft, CaseCommand command, DateTimeOffset at)
    {
        if (draft.Case.Offers.FirstOrDefault(offer => offer.Until is not null && offer.Who == command.Actor && (command.Holder.Length == 0 || command.Holder == offer.Name)) is not { } offer)
        {
            return CaseRefusals.NotOffered;
        }

        var line = draft.Next(at, "") with { Actor = command.Actor, Person = command.Person, As = offer.Name, Subject = offer.Name, Why = command.Reason, CommandId = command.CommandId, Source = command.Source };
        if (command.Do == CaseCommand.Take)
        {
            Settle(draft, line with { Holders = [new CaseHolder(offer.Name, offer.Who, offer.Need)] });
        }
        else
        {
            draft.Add(line with { What = $"{offer.Name}-declined", Trigger = CaseTrigger.Declined(offer.Name) });
        }

        return null;
    }

    /// <summary>What somebody to whom it is offered may answer.</summary>
    public static IEnumerable<WeighedCaseCommand> May(CaseState state, CaseCommand giver) => state.Offers.Any(offer => offer.Until is not null && offer.Who == giver.Actor)
        ? [new WeighedCaseCommand(CaseCommand.Take, "Take it on", "承接", [], false, "", null), new WeighedCaseCommand(CaseCommand.Decline, "Do not take it", "谢绝", [], false, "", null)]
        : [];

    /// <summary>Somebody chose by hand, before a pool did.</summary>
    public static Refusal? Assign(CaseDraft draft, CaseCommand command, DateTimeOffset at)
    {
        if (!draft.Case.Wanted.ContainsKey(command.Holder))
        {
            return CaseRefusals.NotWanted(command.Holder, draft.Case.Wanted.Keys);
        }

        if (command.Who.Count is 0 or > CaseScope.MostParties || command.Who.Distinct(StringComparer.Ordinal).Count() != command.Who.Count)
        {
            return CaseRefusals.WhoMissing;
        }

        if (command.Who.FirstOrDefault(who => draft.Case.Parties.Values.Any(ids => ids.Contains(who))) is { } party)
        {
            return CaseRefusals.IsParty(party);
        }

        Settle(draft, draft.Next(at, "") with
        {
            Actor = command.Actor,
            Person = command.Person,
            As = CaseCommand.Assign,
            Subject = command.Holder,
            Holders = [.. command.Who.Select(who => new CaseHolder(command.Holder, who))],
            Why = command.Reason,
            CommandId = command.CommandId,
            Source = command.Source,
        });
        return null;
    }

    private static void Settle(CaseDraft draft, CaseLine line)
    {
        var (trigger, word) = line.Holders.Count > 0 ? (CaseTrigger.Assigned(line.Subject), "assigned") : (CaseTrigger.Nobody(line.Subject), "nobody");
        draft.Happen(trigger, line with { What = $"{line.Subject}-{word}" });
    }
}
