using System.Globalization;
using CityActors.Cases;
using CityActors.Deadlines;

namespace CityActors.Simulation.Mediation;

/// <content>What people do about a dispute: clerks, mediators, parties, the court.</content>
internal sealed partial class MediationScene
{
    private const int MinutesADay = 24 * 60;

    // Whoever is offered a dispute mostly takes it, sometimes not, and sometimes says nothing.
    private void Consider(HolderFound found)
    {
        var who = found.Holders.Single().Who;
        var answer = chance.Next(100) switch { < 88 => CaseCommand.Take, < 94 => CaseCommand.Decline, _ => null };
        if (answer is not null)
        {
            Later(minutes: chance.Next(15, 180), () => Act(found.Case, who, answer, null));
        }
    }

    private void Follow(CaseChanged changed)
    {
        var (id, plan) = (changed.Case.Id, disputes.GetValueOrDefault(changed.Case.Id));
        if (plan is null)
        {
            return;
        }

        switch (changed.Step.What)
        {
            case "begun":
                Later(minutes: chance.Next(5, 50), () => Accept(id));
                break;
            case "mediator-assigned":
                Later(minutes: chance.Next(60, 960), () => Begin(id));
                break;
            case "sign-agreed":
                InEffect(id, plan, changed.Step.At);
                break;
            case "sign-refused" or "sign-late":
                Later(minutes: 2 * MinutesADay, () => Draft(id, plan, isSure: true));
                break;
            case "join-agreed" or "confirmation-confirmed" or "confirmation-declined":
                break;
            case "confirmation-rejected":
                Later(minutes: MinutesADay, () => While(id, "mediating", mediator => Act(id, mediator, "give-up", null)));
                break;
        }
    }

    private void Accept(string id)
    {
        var level = MediationPlan.Levels[chance.Next(10) switch { < 6 => 0, < 9 => 1, _ => 2 }];
        if (chance.Next(10) == 0)
        {
            Act(id, "clerk", "accept", new { level, wish = mediators[chance.Next(mediators.Count)].Id }, "intake-clerk");
        }
        else
        {
            Act(id, "clerk", "accept", new { level }, "intake-clerk");
        }
    }

    private void Begin(string id) => While(id, "appointed", mediator =>
    {
        var plan = disputes[id];
        Act(id, mediator, "begin", new { mode = "both" });
        Later(minutes: chance.Next(1, 4) * MinutesADay, () => Session(id, plan, chance.Next(1, 3)));
        if (plan.IsHeld)
        {
            Later(minutes: 20 * MinutesADay, () => Extend(id));
            Later(minutes: 45 * MinutesADay, () => Extend(id));
        }
    });

    private void Session(string id, DisputePlan plan, int left) => While(id, "mediating", mediator =>
    {
        Act(id, mediator, "hold-session", new { sessions = new { at = City.Now.ToString("O", CultureInfo.InvariantCulture), mode = "online", minutes = "Both spoke." } });
        if (left > 1)
        {
            Later(minutes: chance.Next(1, 5) * MinutesADay, () => Session(id, plan, left - 1));
        }
        else if (!plan.IsHeld)
        {
            var gives = chance.Next(100) < 12;
            Later(minutes: MinutesADay, gives ? () => While(id, "mediating", who => Act(id, who, "give-up", null)) : () => Draft(id, plan, isSure: false));
        }
    });

    // The law gives more time where both sides agree.
    private void Extend(string id) => While(id, "mediating", mediator =>
    {
        Act(id, mediator, "extend", null);
        foreach (var party in StateOf(id).Asks.Single().Of)
        {
            Later(minutes: chance.Next(30, 600), () => Answer(id, party, "extension", yes: true));
        }
    });

    private void Draft(string id, DisputePlan plan, bool isSure) => While(id, "mediating", mediator =>
    {
        var parties = StateOf(id).Parties;
        var until = City.Now.AddDays(25).ToOffset(WorkCalendar.Offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        object[] terms = [new { who = parties["respondent"][0], to = parties["applicant"][0], what = "Pays for the damage", amount = chance.Next(100, 90_000), until }];
        Act(id, mediator, "draft", new { terms });
        var refuses = !isSure && chance.Next(100) < 4;
        foreach (var who in StateOf(id).Asks.Single().Of)
        {
            var yes = !refuses || who != parties["respondent"][0];
            Later(minutes: chance.Next(30, 2 * MinutesADay), () => Answer(id, who, "sign", yes));
        }
    });

    private void InEffect(string id, DisputePlan plan, DateTimeOffset since)
    {
        var day = new DateTimeOffset(since.ToOffset(WorkCalendar.Offset).Date, WorkCalendar.Offset);
        switch (chance.Next(20))
        {
            case 0:
                plan.AsksOnDay = 30;
                Plan(day.AddDays(30).AddMinutes(chance.Next(10, MinutesADay - 20)), () => AskCourt(id, plan));
                break;
            case 1:
                plan.AsksOnDay = 31;
                Plan(day.AddDays(31).AddMinutes(chance.Next(0, MinutesADay - 20)), () => AskCourt(id, plan));
                break;
            case 2 or 3:
                plan.AsksOnDay = chance.Next(1, 10);
                Later(minutes: plan.AsksOnDay.Value * MinutesADay, () => AskCourt(id, plan));
                break;
            default:
                Later(minutes: chance.Next(1, 20) * MinutesADay, () => Fulfil(id));
                break;
        }
    }

    private void AskCourt(string id, DisputePlan plan)
    {
        if (StateOf(id).Status != "effective")
        {
            return; // The time to fulfil it has run out meanwhile.
        }

        var refusal = Try(id, new CaseCommand { Do = "ask-court", CommandId = $"act-{++acts}", Actor = StateOf(id).Parties["applicant"][0], At = City.Now, Reason = "because" });
        if (plan.AsksOnDay == 31)
        {
            OnDay31 = (OnDay31.Asked + 1, OnDay31.Refused + (refusal?.Code == "guard" ? 1 : 0));
            Later(minutes: MinutesADay, () => Fulfil(id));
            return;
        }

        OnDay30 = plan.AsksOnDay == 30 ? (OnDay30.Asked + 1, OnDay30.Taken + (refusal is null ? 1 : 0)) : OnDay30;
        Done(id, "ask-court", refusal);
        foreach (var party in StateOf(id).Asks.Single().Of)
        {
            Later(minutes: chance.Next(20, 600), () => Answer(id, party, "join", yes: true));
        }

        Later(minutes: 35 * MinutesADay, () => Fulfil(id));
    }

    private void Examine(string id)
    {
        Act(id, "clerk-zhou", "receive", new { number = $"({City.Now.Year}) {id[^4..]}" }, "court-clerk");
        var verdict = chance.Next(100) < 3 ? "reject" : "confirm";
        Later(minutes: chance.Next(2, 12) * MinutesADay, () => Act(id, "judge-xu", verdict, new { ruling = "file-1" }, "judge"));
    }

    private void Fulfil(string id) => While(id, "effective", mediator =>
    {
        Act(id, mediator, "tick-off", new { terms = new[] { 1 } });
        Act(id, mediator, "complete", null);
    });

    private void Answer(string id, string who, string ask, bool yes)
    {
        if (StateOf(id).Asks.Any(open => open.Name == ask && open.Of.Contains(who)))
        {
            Done(id, $"answer {ask}", Try(id, new CaseCommand { Do = CaseCommand.Answer, CommandId = $"act-{++acts}", Actor = who, At = City.Now, Ask = ask, Yes = yes }));
        }
    }

    // A clock may have ended meanwhile what somebody was about to go on with.
    private void While(string id, string status, Action<string> act)
    {
        var state = StateOf(id);
        if (state.Status == status)
        {
            act(state.Holders.Single().Who);
        }
    }

    private sealed class DisputePlan(bool isHeld)
    {
        public bool IsHeld => isHeld;

        public int? AsksOnDay { get; set; }
    }
}
