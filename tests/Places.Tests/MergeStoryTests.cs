using System.Runtime.CompilerServices;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.Packs;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Places.Tests;

/// <summary>A matter index and some orders whose letters arrive in any order that lanes permit, while officers merge, cancel and reopen at will.</summary>
public sealed class MergeStoryTests
{
    private const string Index = "matter-index/matters-430103";
    private const string Cell = "430103002001007";
    private const string Smoke = "event.emergency.fire-smoke";
    private static readonly DateTimeOffset Start = new(2025, 6, 3, 1, 0, 0, TimeSpan.Zero);
    private static readonly Catalogue Catalogue = new(PackFolder.ReadAll(Seed("packs")));
    private static readonly WorkOrderRules Orders = new(
        new PackCaseTypes(PackFolder.ReadAll(Seed("packs")).Find("orders")!, Catalogue), Catalogue, WorkCalendar.Parse(File.ReadAllText(Seed("calendars/china.json")), "china.json"), Options.Create(new DrillOptions()));
    private static readonly MatterIndexRules Matters = new(Catalogue, Options.Create(new CorrelationOptions()));

    [Fact]
    public void AnyStory_AtItsEnd_EveryReportIsWithAnOrderThatGoesOnOrEndedByItself()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            new Story(seed).Tell();
        }
    }

    private sealed class Story(int seed)
    {
        private readonly Random chance = new(seed);
        private readonly SortedDictionary<string, WorkOrder> orders = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, Queue<CityFact>> lanes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, (string Order, int Handovers)> learnt = new(StringComparer.Ordinal);
        private readonly HashSet<string> reports = new(StringComparer.Ordinal);
        private MatterIndexState index = new();
        private DateTimeOffset now = Start;

        public void Tell()
        {
            for (var step = 0; step < 120; step++)
            {
                now = now.AddSeconds(chance.Next(3));
                Act(chance.Next(10), step);
            }

            while (lanes.Count > 0)
            {
                Deliver();
            }

            foreach (var report in reports)
            {
                var holders = orders.Where(order => OrderLines.FindReport(order.Value, report) is not null && order.Value.Summary!.Status != OrderStatus.Merged).ToArray();
                Assert.True(holders.Length == 1, $"Seed {seed}: report {report} is with {holders.Length} orders that were not merged.");
                Assert.True(learnt[report].Order == holders[0].Key, $"Seed {seed}: the alert of {report} follows {learnt[report].Order}, its order is {holders[0].Key}.");
                Assert.Equal(holders[0].Key, index.RootOf(holders[0].Key));
            }
        }

        private void Act(int what, int step)
        {
            switch (what)
            {
                case 0 or 1:
                    Report($"cam-{step}.smoke-seen.main.1");
                    break;
                case 2 or 3 when orders.Count > 1:
                    Merge(Any(), Any(), $"m-{step}");
                    break;
                case 4 when orders.Count > 0:
                    Handle(Any(), new WorkOrderCommand.Cancel { CommandId = $"x-{step}", Reason = "x", Actor = "officer-1", At = now });
                    break;
                case 5 when orders.Count > 0:
                    Handle(Any(), OrderAssign($"d-{step}"));
                    break;
                default:
                    Deliver();
                    break;
            }
        }

        private string Any() => orders.Keys.ElementAt(chance.Next(orders.Count));

        private WorkOrderCommand OrderAssign(string id) => chance.Next(3) switch
        {
            0 => new WorkOrderCommand.AssignTo { CommandId = id, Actor = "officer-1", At = now },
            1 => new WorkOrderCommand.SignFor { CommandId = id, Actor = "officer-1", At = now },
            _ => new WorkOrderCommand.Start { CommandId = id, Actor = "officer-1", At = now },
        };

        private void Report(string id)
        {
            reports.Add(id);
            var report = new OrderReport { Id = id, Category = Smoke, Channel = ReportChannel.Sensing, At = now, Position = Geography.Offset(new(112.98, 28.11), chance.Next(4) * 45, 0), Cell = Cell, Alert = id };
            Take(Matters.Claim(index, new MatterReport { Id = id, Category = Smoke, Position = report.Position, At = now, Cell = Cell, Report = report }).Decision);
        }

        // As a door does: it looks whether the other goes on, asks the index, and gives the order the command that was granted.
        private void Merge(string order, string into, string id)
        {
            var merge = new WorkOrderCommand.Merge { CommandId = id, Into = into, Actor = "officer-1", At = now };
            if (orders[into] is not { IsEnded: true, MergedInto: "" })
            {
                var (decision, reply) = Matters.Merge("matters-430103", index, order, merge);
                Take(decision);
                if (reply.Command is { } granted && chance.Next(2) == 0)
                {
                    Handle(order, granted);
                }
            }
        }

        private void Handle(string order, WorkOrderCommand command) => Take(order, Orders.Apply(order, orders[order], command).Decision);

        private void Deliver()
        {
            if (lanes.Count == 0)
            {
                return;
            }

            var (lane, letters) = lanes.ElementAt(chance.Next(lanes.Count));
            var (target, fact) = (lane[(lane.IndexOf('>', StringComparison.Ordinal) + 1)..], letters.Dequeue());
            if (letters.Count == 0)
            {
                lanes.Remove(lane);
            }

            if (target == Index)
            {
                Take(Matters.React("matters-430103", index, fact, now));
            }
            else if (target.StartsWith("work-order/", StringComparison.Ordinal))
            {
                var id = target["work-order/".Length..];
                Take(id, Orders.React(id, orders.GetValueOrDefault(id, new WorkOrder()), fact, now));
            }
            else if (fact is ReportTaken taken && target.StartsWith("camera/", StringComparison.Ordinal)
                && (!learnt.TryGetValue(taken.Alert, out var known) || known.Handovers < taken.Handovers))
            {
                learnt[taken.Alert] = (taken.Subject, taken.Handovers);
            }
        }

        private void Take(Decision<MatterIndexState> decision)
        {
            index = decision.Next;
            Post(decision.Facts);
        }

        private void Take(string id, Decision<WorkOrder> decision)
        {
            if (decision.Next.Summary is not null)
            {
                orders[id] = decision.Next;
            }

            Post(decision.Facts);
        }

        private void Post(IReadOnlyList<CityFact> facts)
        {
            foreach (var (fact, target) in facts.SelectMany(static fact => Reactions.ReactionTable.Of(fact).Select(target => (fact, target))))
            {
                var lane = $"{fact.Subject}>{target}";
                lanes.TryAdd(lane, new Queue<CityFact>());
                lanes[lane].Enqueue(fact);
            }
        }
    }

    private static string Seed(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "seeds", name);
}
