using CityActors.Client.Evaluation;
using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Silences;
using CityActors.Client.Silos;
using CityActors.Households;
using CityActors.QuietTraining;

namespace CityActors.Client.Tests.Evaluation;

/// <summary>How good the city's own detector is on real homes whose readings have trained nothing.</summary>
public sealed class QuietHomesTests(ITestOutputHelper output)
{
    private static readonly QuietProtocol[] protocols = [QuietProtocol.Flat, QuietProtocol.Loop];

    // When no kettle and no microwave oven was used for days, and for how many hours.
    private static readonly (DateTime From, int Hours)[] absences =
    [
        (new(2014, 4, 18, 11, 0, 0), 80), (new(2014, 6, 7, 6, 0, 0), 39), (new(2014, 6, 27, 6, 0, 0), 53), (new(2014, 9, 12, 16, 0, 0), 62),
        (new(2014, 10, 4, 9, 0, 0), 37), (new(2014, 10, 17, 14, 0, 0), 56), (new(2015, 1, 17, 8, 0, 0), 37),
    ];

    [Fact]
    public async Task SwissHomes_EachJudgedByAModelOfTheOthers_AreFoundQuiet_AndSeldomOtherwise()
    {
        var data = await Read("swiss_15min");
        var parts = new[] { 1, 2 }.Select(number => (Fold: new HomeFold(number, 2), Model: ModelWithout(data, new HomeFold(number, 2)))).ToList();

        var quarters = Tried(data, parts, TimeSpan.FromMinutes(15));
        var halves = Tried(data, parts, TimeSpan.FromMinutes(30));
        var hours = Tried(data, parts, TimeSpan.FromHours(1));
        var holes = Tried(data, parts, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));

        Assert.Equal(2_680, quarters.Silences);
        Assert.InRange(quarters.Found(QuietProtocol.Flat), 0.96, 1); // Two meters read zero always, two nearly so: nothing can fall quiet there.
        Assert.InRange(quarters.FoundWhereSomethingCan(QuietProtocol.Flat), 0.96, 1);
        Assert.InRange(quarters.Median(QuietProtocol.Flat), 0, 5);
        Assert.InRange(quarters.Found(QuietProtocol.Loop), 0.8, 1);
        Assert.InRange(quarters.Median(QuietProtocol.Loop), 0, 10.5);
        Assert.InRange(quarters.AlarmsADay, 0, 0.0144);
        Assert.InRange(quarters.ByChance, 0, 0.05);
        Assert.InRange(halves.Found(QuietProtocol.Loop), 0.75, 1);
        Assert.InRange(hours.Found(QuietProtocol.Flat), 0.88, 1);
        Assert.InRange(holes.Found(QuietProtocol.Flat), 0.9, 1);
    }

    [Fact]
    public async Task House2_InWhichNobodyWasForDays_IsToldEachTime_AndTwiceElsewhere()
    {
        var data = await Read("refit_1min");
        var home = data.Homes.Single(static home => home.Id.EndsWith("REFIT_House2", StringComparison.Ordinal)).Resampled(TimeSpan.FromMinutes(15));
        var judge = Judges.Usual("own").Make(home.Interval, home.Quantity);
        var opened = new List<DateTime>();
        for (var index = 0; index < home.Values.Length; index++)
        {
            if (home.Has(index) && judge.Observe(Replays.ReplayClock.InChina(home.EndOf(index)), home.Values[index]) == RhythmTurn.Opened)
            {
                opened.Add(home.EndOf(index));
            }
        }

        output.WriteLine(string.Join(Environment.NewLine, opened));
        Assert.InRange(absences.Count(absence => opened.Exists(at => at > absence.From && at <= absence.From.AddHours(24))), 6, 7);
        Assert.InRange(opened.Count(at => !absences.Any(absence => at > absence.From && at <= absence.From.AddHours(absence.Hours))), 0, 2);
    }

    private static QuietModel ModelWithout(MeterData data, HomeFold fold) => new(ModelTraining.Of(data.Homes.Where(home => !fold.Holds(home.Id))));

    private Trial Tried(MeterData data, List<(HomeFold Fold, QuietModel Model)> parts, TimeSpan interval, TimeSpan hole = default)
    {
        var trial = new Trial([.. parts.Select(part => RhythmEvaluation.Run(
            data, new EvaluationPlan([Judges.Own(part.Model)], protocols, [interval], 10, 14, 1, part.Fold, hole), static (_, _) => { }, TestContext.Current.CancellationToken).Groups.Single())]);
        output.WriteLine($"{interval}, hole {hole}: {trial}");
        return trial;
    }

    private static async Task<MeterData> Read(string set)
    {
        var folder = Path.Combine(SiloLocator.Root()!, "..", "shared", "data", set);
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"NOT TRIED: the meter readings in {folder} are not there.");
        }

        return await MeterFiles.Read([folder], TestContext.Current.CancellationToken);
    }

    // The figures of all parts, each of homes that its model has not seen.
    private sealed class Trial(DetectorFigures[] parts)
    {
        public int Silences => parts.Sum(static part => part.All.Silences);

        public double AlarmsADay => parts.Sum(static part => part.All.Alarms) / parts.Sum(static part => part.All.HomeDays);

        public double ByChance => parts.Sum(static part => part.All.ByChance * part.All.Silences) / Silences;

        public double Found(QuietProtocol protocol) => parts.Sum(part => part.All.Protocols[protocol].Share(24) * part.All.Silences) / Silences;

        public double Median(QuietProtocol protocol) => parts.Max(part => part.All.Protocols[protocol].MedianHours ?? double.PositiveInfinity);

        public double FoundWhereSomethingCan(QuietProtocol protocol)
        {
            var lively = parts.SelectMany(static part => part.Classes.Where(static one => one.Key != HomeClass.Idle)).Select(static one => one.Value).ToList();
            return lively.Sum(one => one.Protocols[protocol].Share(24) * one.Silences) / lively.Sum(static one => one.Silences);
        }

        public override string ToString() => string.Join("; ", new[]
        {
            $"{AlarmsADay:0.0000} alarms a home and day, {ByChance:P1} by chance",
            $"flat {Found(QuietProtocol.Flat):P1} (where something can fall quiet {FoundWhereSomethingCan(QuietProtocol.Flat):P1}), median {Median(QuietProtocol.Flat)} h",
            $"loop {Found(QuietProtocol.Loop):P1}, median {Median(QuietProtocol.Loop)} h",
        });
    }
}
