using System.Text.Json;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Places.Tests;

/// <summary>Random requests, answers, moves, dispatches by hand and crashes; what must always hold is checked after every step.</summary>
public sealed class DispatchInvariantTests
{
    private static readonly GeoPoint Middle = new(112.9897, 28.1127);
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] AllSkills = [Skills.GridOfficer, Skills.Cleaner, Skills.SanitationVehicle];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rules_UnderRandomLettersAndCrashes_KeepTheirPromisesAndDecideAsWithoutCrashes(int seed)
    {
        var random = new Random(seed);
        var steady = new DispatchTown { Now = Start };
        var crashing = new DispatchTown { Now = Start };
        var cards = new Dictionary<string, ResponderCard>(StringComparer.Ordinal);
        var now = Start;
        for (var step = 0; step < 300; step++)
        {
            now += TimeSpan.FromSeconds(random.Next(2, 40));
            steady.RunTo(now);
            RunWithCrashes(crashing, now, random);
            var fact = Letter(random, steady, cards, now, step);
            steady.React(fact);
            crashing.React(fact);
            crashing.Restart();
            Assert.False(crashing.React(fact), $"seed {seed}, step {step}: heard twice.");
            steady.RunTo(now.AddSeconds(1));
            RunWithCrashes(crashing, now.AddSeconds(1), random);

            CheckPromises($"seed {seed}, step {step}", steady, cards);
            Assert.Equal(Text(steady.State.Needs), Text(crashing.State.Needs));
            Assert.Equal(Text(steady.Answers.TakeLast(20)), Text(crashing.Answers.TakeLast(20)));
        }
    }

    private static void RunWithCrashes(DispatchTown town, DateTimeOffset now, Random random)
    {
        town.RunTo(town.Now + ((now - town.Now) * random.NextDouble()));
        town.Restart();
        town.RunTo(now);
    }

    private static void CheckPromises(string where, DispatchTown town, Dictionary<string, ResponderCard> cards)
    {
        var state = town.State;
        var slots = state.Needs.Values.SelectMany(need => need.Slots.Select(slot => (need, slot))).Where(x => x.slot.Responder.Length > 0).ToArray();
        foreach (var group in slots.GroupBy(x => x.slot.Responder))
        {
            Assert.True(group.Count() <= cards[group.Key].Capacity, $"{where}: {group.Key} carries {group.Count()}.");
            Assert.Equal(group.Count(), state.Load(group.Key));
        }

        foreach (var (need, slot) in slots)
        {
            Assert.True(ResponderChoice.MayServe(cards[slot.Responder], slot.Skill, need.Need), $"{where}: {slot.Responder} cannot serve {need.Need.Order}.");
            Assert.DoesNotContain(need.PassedOver, passed => passed.Responder == slot.Responder);
            Assert.Single(need.Slots, other => other.Responder == slot.Responder);
        }

        Assert.All(state.Index.Asking, asked => Assert.True(asked.At > town.Now - new DispatchOptions().RoundDelay, $"{where}: no round for {asked}."));
        foreach (var need in state.Needs.Values.Where(need => need.IsOpen() && !need.IsHalted && !need.IsAsking))
        {
            Assert.True(need.Slots.Where(slot => slot.Responder.Length == 0).All(slot => slot.SaidWaiting), $"{where}: {need.Need.Order} waits and was not told.");
            Assert.Contains(new AskedOrder(need.AskedAt, need.Need.Order), state.Index.Waiting);
        }

        var derived = state.With(state.Needs).Index;
        Assert.Equal(derived.Waiting, state.Index.Waiting);
        Assert.Equal(derived.Asking, state.Index.Asking);
        Assert.Equal(derived.Offered, state.Index.Offered);
        Assert.Equal(derived.Loads.OrderBy(load => load.Key, StringComparer.Ordinal), state.Index.Loads.OrderBy(load => load.Key, StringComparer.Ordinal));
    }

    private static CityFact Letter(Random random, DispatchTown town, Dictionary<string, ResponderCard> cards, DateTimeOffset now, int step)
    {
        var needs = town.State.Needs.Values.ToArray();
        var taken = needs.SelectMany(need => need.Slots.Where(slot => slot.Responder.Length > 0).Select(slot => (need.Need, slot))).ToArray();
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                return Wanted(NewNeed(random, $"order-{step:000}", now));
            case 3 when needs.Length > 0:
                var again = needs[random.Next(needs.Length)].Need;
                return Wanted(again with { Round = again.Round + random.Next(2), At = now });
            case 4 or 5 when taken.Length > 0:
                var signed = taken[random.Next(taken.Length)];
                return DispatchTown.LineOf(signed.Need.Order, OrderEvents.SignedFor, now, signed.slot.Responder, signed.Need.Round);
            case 6 when taken.Length > 0:
                var declined = taken[random.Next(taken.Length)];
                return DispatchTown.LineOf(declined.Need.Order, OrderEvents.Declined, now, declined.slot.Responder, declined.Need.Round);
            case 7 when needs.Length > 0:
                var done = needs[random.Next(needs.Length)].Need;
                return DispatchTown.LineOf(done.Order, random.Next(2) == 0 ? OrderEvents.Submitted : OrderEvents.Cancelled, now, round: done.Round);
            case 8 when town.Answers.Count > 0:
                return DispatchBookTests.RefusalOf(town.Answers[^Math.Min(town.Answers.Count, random.Next(1, 4))]) with { At = now };
            case 9 or 10 when needs.Length > 0 && ByHand(random, town.State, needs[random.Next(needs.Length)], now) is { } line:
                return line;
            default:
                var card = NewCard(random, cards, now);
                cards[card.Id] = card;
                return new ResponderChanged { Subject = card.Id, Version = card.Version, At = now, Area = card.Area, Responder = card };
        }
    }

    // A dispatcher may load somebody beyond his capacity; this one does not, so that the promise can be checked.
    private static OrderChanged? ByHand(Random random, DispatchState state, TrackedNeed need, DateTimeOffset now)
    {
        var skill = need.Need.Skills[0];
        var free = state.Pool.Values.Where(card => ResponderChoice.MayServe(card, skill, need.Need) && state.Load(card.Id) < card.Capacity).ToArray();
        if (free.Length == 0)
        {
            return null;
        }

        var line = DispatchTown.DispatchedBy("dispatcher", need.Need.Order, now);
        var choice = new DispatchChoice { Skill = skill, Responder = free[random.Next(free.Length)].Id };
        return line with { Entry = line.Entry with { Round = need.Need.Round, Choices = [choice] } };
    }

    private static ResponderWanted Wanted(DispatchNeed need) =>
        new() { Subject = need.Order, Version = need.Round, At = need.At, Area = need.Area, Need = need };

    private static DispatchNeed NewNeed(Random random, string order, DateTimeOffset now) => new()
    {
        Order = order,
        Skills = [.. AllSkills.Take(random.Next(1, 3))],
        Position = Geography.Offset(Middle, random.Next(-3_000, 3_000), random.Next(-3_000, 3_000)),
        At = now,
        Urgent = random.Next(5) == 0,
        Area = $"43010300{random.Next(1, 4)}001007",
    };

    // Capacity never shrinks here: an order carried is not taken away from who may carry fewer from now on.
    private static ResponderCard NewCard(Random random, Dictionary<string, ResponderCard> cards, DateTimeOffset now)
    {
        var id = $"resp-{random.Next(8)}";
        var known = cards.GetValueOrDefault(id);
        return new ResponderCard
        {
            Id = id,
            Name = id,
            Skills = known?.Skills ?? [.. AllSkills.Where(_ => random.Next(2) == 0).Append(AllSkills[random.Next(3)]).Distinct()],
            Area = known?.Area ?? (random.Next(2) == 0 ? "430103" : $"43010300{random.Next(1, 4)}"),
            Position = Geography.Offset(Middle, random.Next(-3_000, 3_000), random.Next(-3_000, 3_000)),
            Capacity = Math.Max(known?.Capacity ?? 1, random.Next(1, 3)),
            Reachable = random.Next(6) != 0,
            ShiftStart = known?.ShiftStart ?? new TimeOnly(random.Next(24), 0),
            ShiftEnd = known?.ShiftEnd ?? new TimeOnly(random.Next(24), 0),
            SeenAt = now,
            Version = (known?.Version ?? 0) + 1,
        };
    }

    private static string Text(object value) => JsonSerializer.Serialize(value);
}
