using CityActors.Dispatch;
using CityActors.Responders;

namespace CityActors.Places.Tests;

public sealed class DispatchBookTests
{
    private static readonly GeoPoint Here = new(112.9897, 28.1127);
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);
    private readonly DispatchBook book = new(new DispatchState(), new DispatchPool(), new DispatchOptions());

    [Fact]
    public void Round_RequestsInAnyOrder_ServesUrgentThenEarliestThenLowestId()
    {
        DispatchNeed[] needs =
        [
            Need("order-d", minutes: 0), Need("order-b", minutes: 1), Need("order-a", minutes: 1), Need("order-u", minutes: 5) with { Urgent = true },
        ];
        for (var seed = 0; seed < 10; seed++)
        {
            new Random(seed).Shuffle(needs);
            var shuffled = new DispatchBook(new DispatchState(), new DispatchPool(), new DispatchOptions());
            shuffled.Upsert(Card("resp-1", 100), serves: true);
            shuffled.Upsert(Card("resp-2", 200), serves: true);
            shuffled.Upsert(Card("resp-3", 300), serves: true);
            foreach (var need in needs)
            {
                shuffled.Request(need);
            }

            shuffled.Round(Noon);
            Assert.Equal(["resp-1", "resp-2", "resp-3", ""], new[] { "order-u", "order-d", "order-a", "order-b" }.Select(order => HolderIn(shuffled, order)));
        }
    }

    [Fact]
    public void Round_TwoSkills_TakesDistinctRespondersAndWaitsForTheMissing()
    {
        var both = Card("resp-both", 10) with { Skills = [Skills.Cleaner, Skills.SanitationVehicle], Capacity = 5 };
        book.Upsert(both, serves: true);
        book.Request(Need("order-1") with { Skills = [Skills.SanitationVehicle, Skills.Cleaner] });
        book.Round(Noon);
        Assert.Equal(["resp-both", ""], Holders("order-1"));
        Assert.Equal("assigned", book.Pending[0].Assign!.Choices[1].Candidates[0].Verdict);

        book.Upsert(Card("resp-cleaner", 900) with { Skills = [Skills.Cleaner], SeenAt = Noon.AddMinutes(3) }, serves: true);
        book.Round(Noon.AddMinutes(3));

        Assert.Equal(["resp-both", "resp-cleaner"], Holders("order-1"));
        var second = book.Pending.Last(word => word.Assign is not null).Assign!;
        Assert.Equal("dispatch-order-1-1-2", second.CommandId);
        Assert.Equal(["resp-both", "resp-cleaner"], second.Choices.Select(choice => choice.Responder));
        Assert.Equal(Noon.AddMinutes(3), second.At);
    }

    [Fact]
    public void Round_NobodyFree_SaysSoOnceAndServesWhenOneFrees()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Request(Need("order-1"));
        book.Request(Need("order-2", minutes: 1));
        book.Round(Noon);
        book.Pass(Noon.AddMinutes(1));
        book.Round(Noon.AddMinutes(1));
        var answer = Assert.Single(book.Pending, word => word.Order == "order-2");
        Assert.Equal("", answer.Assign!.Choices[0].Responder);

        book.Signed("order-1", "resp-1", Noon.AddMinutes(1));
        book.Release("order-1", Noon.AddMinutes(30));
        book.Round(Noon.AddMinutes(30));

        Assert.Equal(["resp-1"], Holders("order-2"));
        Assert.Equal(Noon.AddMinutes(30), book.Pending.Last(word => word.Offer is not null).Offer!.At);
    }

    [Fact]
    public void Decline_ByTheChosen_AsksTheNextAndNeverTheSameAgain()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Upsert(Card("resp-2", 20), serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);
        Assert.True(book.Decline("order-1", "resp-1", Noon.AddSeconds(30)));
        Assert.False(book.Decline("order-1", "resp-1", Noon.AddSeconds(30)));
        book.Round(Noon.AddSeconds(30));
        Assert.Equal(["resp-2"], Holders("order-1"));
        Assert.Contains(book.Pending, word => word is { Responder: "resp-1", Offer: null, Assign: null });

        book.Decline("order-1", "resp-2", Noon.AddSeconds(60));
        book.Round(Noon.AddSeconds(60));

        Assert.Equal([""], Holders("order-1"));
        Assert.Equal(["declined", "declined"], book.Pending.Last(word => word.Assign is not null).Assign!.Choices[0].Candidates.Select(c => c.Verdict));
    }

    [Fact]
    public void Pass_OfferUnsignedForTwoMinutes_GoesToTheNext()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Upsert(Card("resp-2", 20), serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);
        Assert.Equal(Noon.AddMinutes(2), book.NextWake());

        book.Pass(Noon.AddMinutes(2));
        book.Round(Noon.AddMinutes(2));

        Assert.Equal(["resp-2"], Holders("order-1"));
        Assert.Equal("silent", book.Pending.Last(word => word.Assign is not null).Assign!.Choices[0].Candidates[0].Verdict);
        Assert.Equal(Noon.AddMinutes(4), book.NextWake());
    }

    [Fact]
    public void Pass_OfferSigned_StaysWithWhoSigned()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Upsert(Card("resp-2", 20), serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);
        Assert.True(book.Signed("order-1", "resp-1", Noon.AddMinutes(1)));
        Assert.False(book.Signed("order-1", "resp-1", Noon.AddMinutes(1)));
        book.Pass(Noon.AddMinutes(20));

        Assert.Equal(["resp-1"], Holders("order-1"));
    }

    [Fact]
    public void Upsert_OfASilentOneHeardAgain_AsksItAgain()
    {
        var card = Card("resp-1", 10);
        book.Upsert(card, serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);
        book.Pass(Noon.AddMinutes(2));
        book.Round(Noon.AddMinutes(2));
        Assert.Equal([""], Holders("order-1"));

        book.Upsert(card with { Position = Geography.Offset(Here, 15, 0), Version = 2, SeenAt = Noon.AddMinutes(9) }, serves: true);
        book.Round(Noon.AddMinutes(9));

        Assert.Equal(["resp-1"], Holders("order-1"));
    }

    [Fact]
    public void Signed_JustAfterTheOfferRanOut_CountsAndLetsTheNextGo()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Upsert(Card("resp-2", 20), serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);
        book.Pass(Noon.AddMinutes(2));
        book.Round(Noon.AddMinutes(2));

        Assert.True(book.Signed("order-1", "resp-1", Noon.AddSeconds(119)));

        Assert.Equal(["resp-1"], Holders("order-1"));
        Assert.Contains(book.Pending, word => word is { Responder: "resp-2", Offer: null, Assign: null });
        Assert.DoesNotContain(book.Pending, word => word is { Responder: "resp-2", Offer: not null });
    }

    [Fact]
    public void Refused_ByTheOrder_TakesItsOffersBackAndAsksNobody()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);

        book.Refused(book.Pending[0]);
        book.Pass(Noon.AddHours(1));
        book.Round(Noon.AddHours(1));

        Assert.Equal([""], Holders("order-1"));
        Assert.DoesNotContain(book.Pending, word => word.Offer is not null);
        Assert.True(book.Request(Need("order-1") with { Round = 2, At = Noon.AddHours(2) }));
        book.Round(Noon.AddHours(2));
        Assert.Equal(["resp-1"], Holders("order-1"));
    }

    [Fact]
    public void Request_AgainOrAfterTheEnd_ChangesNothing()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        Assert.True(book.Request(Need("order-1")));
        Assert.False(book.Request(Need("order-1")));
        book.Round(Noon);
        Assert.True(book.Release("order-1", Noon.AddHours(1)));
        Assert.False(book.Release("order-1", Noon.AddHours(1)));

        Assert.False(book.Request(Need("order-1")));
        Assert.True(book.Request(Need("order-1") with { Round = 2 }));
    }

    [Fact]
    public void Request_ANewRound_LetsTheOldOnesGoAndChoosesAnew()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);
        book.Decline("order-1", "resp-1", Noon.AddSeconds(9));
        book.Round(Noon);

        book.Request(Need("order-1", minutes: 60) with { Round = 2 });
        book.Round(Noon.AddHours(1));

        Assert.Equal(["resp-1"], Holders("order-1"));
        Assert.Equal("dispatch-order-1-2-1", book.Pending.Last(word => word.Assign is not null).Assign!.CommandId);
    }

    [Fact]
    public void Round_FarBehindTheClock_OffersByTheClock()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon.AddHours(3));

        Assert.Equal(Noon.AddHours(3), book.Pending[0].At);
        Assert.Equal(Noon.AddHours(3).AddMinutes(2), book.NextWake());
    }

    [Fact]
    public void Round_AfterManyOffersInVain_StopsAndSaysSo()
    {
        var patient = new DispatchBook(new DispatchState(), new DispatchPool(), new DispatchOptions { MaxOffers = 3 });
        for (var i = 0; i < 9; i++)
        {
            patient.Upsert(Card($"resp-{i}", 10 + i), serves: true);
        }

        patient.Request(Need("order-1"));
        for (var i = 0; i < 9; i++)
        {
            patient.Round(Noon.AddMinutes(2 * i));
            patient.Pass(Noon.AddMinutes(2 * (i + 1)));
        }

        var answers = patient.Pending.Where(word => word.Assign is not null).ToArray();
        Assert.Equal(4, answers.Length);
        Assert.Equal("3 offers came to nothing; a dispatcher must decide.", answers[^1].Assign!.Choices[0].English);
    }

    [Fact]
    public void NextWake_SomebodyWaits_IsTheNextShift()
    {
        book.Upsert(Card("resp-night", 10) with { ShiftStart = new(20, 0), ShiftEnd = new(8, 0) }, serves: true);
        book.Request(Need("order-1"));
        book.Round(Noon);
        Assert.Equal([""], Holders("order-1"));
        var evening = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(evening, book.NextWake());

        book.Pass(evening);
        book.Round(evening);

        Assert.Equal(["resp-night"], Holders("order-1"));
    }

    [Fact]
    public void Upsert_LeftTheDistrict_IsChosenNoMore()
    {
        book.Upsert(Card("resp-1", 10), serves: true);
        Assert.True(book.Upsert(Card("resp-1", 10) with { Area = "430104", Version = 2 }, serves: false));
        book.Request(Need("order-1"));
        book.Round(Noon);

        Assert.Equal([""], Holders("order-1"));
    }

    private static string HolderIn(DispatchBook book, string order) => book.Snapshot().Needs.Single(need => need.Need.Order == order).Slots[0].Responder;

    private static DispatchNeed Need(string order, double minutes = 0) => new()
    {
        Order = order,
        Skills = [Skills.GridOfficer],
        Position = Here,
        At = Noon.AddMinutes(minutes),
        Area = "430103002001007",
    };

    private static ResponderCard Card(string id, double metres) => new()
    {
        Id = id,
        Name = id,
        Skills = [Skills.GridOfficer],
        Area = "430103",
        Position = Geography.Offset(Here, metres, 0),
        SeenAt = Noon.AddHours(-1),
        Version = 1,
    };

    private IEnumerable<string> Holders(string order) => book.Snapshot().Needs.Single(need => need.Need.Order == order).Slots.Select(slot => slot.Responder);
}
