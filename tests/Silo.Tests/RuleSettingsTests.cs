using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CityActors.Cameras;
using CityActors.Silo.Limits;
using CityActors.Silo.Notifications;
using CityActors.Silo.Orleans;
using CityActors.Silo.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Silo.Tests;

/// <summary>Every parameter of every rule can be set, is refused outside its range, and stands in the documentation.</summary>
public sealed class RuleSettingsTests
{
    private const string Ladder = "Rules:Alert:Ladder";
    private static readonly IReadOnlyList<RuleParameter> Parameters = Read();
    private static readonly string[] Documented = File.ReadAllLines(Path.Combine(Root(), "docs", "settings.md"));

    public static IEnumerable<TheoryDataRow<string>> Keys => Parameters.Select(parameter => new TheoryDataRow<string>(parameter.Key));

    public static IEnumerable<TheoryDataRow<string, string>> Outside => Parameters.SelectMany(parameter =>
        JustOutside(parameter).Append("much").Select(value => new TheoryDataRow<string, string>(parameter.Key, value)));

    [Fact]
    public void Options_EveryProperty_IsAParameter()
    {
        var options = typeof(CameraOptions).Assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)).ToList();
        var properties = options.SelectMany(type => type.GetProperties())
            .Where(property => property.CanWrite && property.PropertyType != typeof(bool))
            .ToList();

        Assert.Equal(7, options.Count);
        Assert.All(properties, property =>
        {
            var key = $"Rules:{property.DeclaringType!.Name[..^"Options".Length]}:{property.Name}";
            Assert.Contains(Parameters, parameter => parameter.Key == key || parameter.Key.StartsWith($"{key}:", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Parameters_Untouched_AreDefaultsAndSayWhatTheyMean() => Assert.All(Parameters, parameter =>
    {
        Assert.Equal((parameter.Default, "default"), (parameter.Value, parameter.Origin));
        Assert.False(string.IsNullOrEmpty(parameter.Meaning), parameter.Key);
    });

    [Theory]
    [MemberData(nameof(Keys))]
    public void Parameter_AtAnEndOfItsRange_HoldsAndSaysWhereItWasGiven(string key)
    {
        var taken = Inside(Of(key)).Where(value => Try(key, value) is null).ToList();

        Assert.NotEmpty(taken); // The other end may not fit the defaults of other parameters.
        Assert.All(taken, value =>
        {
            var parameter = Read($"--{key}={value}").Single(parameter => parameter.Key == key);
            Assert.Equal((value, "command line"), (parameter.Value, parameter.Origin));
        });
    }

    [Theory]
    [MemberData(nameof(Outside))]
    public void Parameter_JustOutsideItsRange_IsRefusedWithKeyRangeAndPlace(string key, string value)
    {
        var parameter = Of(key);
        var message = Try(key, value);

        Assert.StartsWith($"The setting {key} is '{value}' (command line): give ", message, StringComparison.Ordinal);
        var range = parameter.Least is null ? parameter.Type : $"{parameter.Type} from {parameter.Least} to {parameter.Most}";
        Assert.Contains(range, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01:00:01 family")]
    [InlineData("00:02:00 family, 00:01:00 community")]
    [InlineData("00:01:00 family, 00:02:00 family")]
    [InlineData("00:01:00 Family!")]
    public void Ladder_StepsThatMakeNone_AreRefused(string steps) =>
        Assert.StartsWith($"The setting {Ladder} is '{steps}' (command line): ", Try(Ladder, steps), StringComparison.Ordinal);

    [Theory]
    [InlineData("Rules:Household:GapAfter", "12:00:00", "QuietFloor, which is 12:00:00")]
    [InlineData("Rules:Household:StuckAfterWhileLearning", "01:00:00", "StuckAfter, which is 02:00:00", "--Rules:Household:StuckAfter=02:00:00")]
    [InlineData("Rules:Correlation:Memory", "01:09:59", "together, 01:10:00")]
    public void Parameters_ThatDoNotFitEachOther_AreRefused(string key, string value, string why, params string[] others)
    {
        var message = Try(key, value, others);

        Assert.StartsWith($"The setting {key} is '{value}' (command line): give ", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rules:Camera:MostZone", "under Rules:Camera there may be MostAnHour, ")]
    [InlineData("Rules:Camera", "under Rules there may be Household, Camera, ")]
    [InlineData("Rules:Cameras:MostZones", "under Rules there may be Household, Camera, ")]
    [InlineData("Rules:Router:IsSelfDriven", "under Rules:Router there may be SliceItems, ")]
    [InlineData("Rules:Alert:Priorities:fire", "under Rules:Alert:Priorities there may be data-gap, ")]
    [InlineData("Rules:Terminal:GapAfter", "under Rules there may be Household, Camera, ")]
    public void Key_Unknown_IsRefusedWithThoseThatAreKnown(string key, string known) =>
        Assert.StartsWith($"The setting {key} is not known (command line): {known}", Try(key, "1"), StringComparison.Ordinal);

    [Theory]
    [InlineData("5")]
    [InlineData("05:00")]
    [InlineData("24:00:00")]
    [InlineData("-00:05:00")]
    public void Time_NotInFull_IsRefused(string value) => Assert.NotNull(Try("Rules:Household:QuietFloor", value));

    [Fact]
    public void Parameter_GivenEmpty_KeepsItsDefault()
    {
        var parameter = Read("--Rules:Camera:MostZones=").Single(parameter => parameter.Key == "Rules:Camera:MostZones");
        Assert.Equal(("16", "default"), (parameter.Value, parameter.Origin));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Documentation_Parameter_StandsThereWithRangeAndDefault(string key)
    {
        var parameter = Of(key);
        var range = parameter.Least is null ? parameter.Type : $"{parameter.Least} to {parameter.Most}";
        Assert.Single(Documented, line => line.StartsWith($"| `{key}` | {range} | {parameter.Default} | ", StringComparison.Ordinal));
    }

    [Fact]
    public void Documentation_SettingsOfTheSilo_StandThereWithRangeAndDefault()
    {
        List<Setting> settings =
        [
            .. SettingBinder.SettingsOf(new SiloSettings(), ""),
            .. SettingBinder.SettingsOf(new ClusterSettings(), "Cluster").Where(setting => setting.Key != "Cluster:Store"),
            .. SettingBinder.SettingsOf(new LimitSettings(), "Limits"),
            .. SettingBinder.SettingsOf(new NotificationSettings(), "Notifications").Where(setting => setting.Rule is not null),
        ];
        Assert.All(settings, setting =>
        {
            var range = setting.Rule as RangeAttribute;
            var limits = range is null ? "" : $" {SettingText.Write(range.Minimum)} to {SettingText.Write(range.Maximum)} | {setting.Text} |";
            Assert.Single(Documented, line => line.StartsWith($"| `{setting.Key}` |{limits}", StringComparison.Ordinal));
        });
    }

    private static IReadOnlyList<RuleParameter> Read(params string[] arguments) =>
        RuleSettings.Add(new ServiceCollection(), new ConfigurationBuilder().AddCommandLine(arguments).Build(), new SiloSettings()).Parameters;

    private static string? Try(string key, string value, params string[] others)
    {
        try
        {
            Read([$"--{key}={value}", .. others]);
            return null;
        }
        catch (SettingException fault)
        {
            return fault.Message;
        }
    }

    private static RuleParameter Of(string key) => Parameters.Single(parameter => parameter.Key == key);

    private static IEnumerable<string> Inside(RuleParameter parameter) => parameter switch
    {
        { Key: Ladder } => ["none", "00:00:10 family", "00:00:10 family, 01:00:00 street-office"],
        { Least: null } => ["low", "medium", "high"],
        _ => [parameter.Least, parameter.Most!],
    };

    private static IEnumerable<string> JustOutside(RuleParameter parameter)
    {
        var invariant = CultureInfo.InvariantCulture;
        return parameter switch
        {
            { Key: Ladder } => ["00:00:10", "family", "00:00:10 family,"],
            { Least: null } => ["1", "highest", "low,high"],
            { Type: "time" } =>
            [
                (TimeSpan.Parse(parameter.Least, invariant) - TimeSpan.FromMilliseconds(1)).ToString("c", invariant),
                (TimeSpan.Parse(parameter.Most!, invariant) + TimeSpan.FromMilliseconds(1)).ToString("c", invariant),
            ],
            { Type: "whole number" } =>
            [
                (int.Parse(parameter.Least, invariant) - 1).ToString(invariant),
                (int.Parse(parameter.Most!, invariant) + 1).ToString(invariant),
            ],
            _ =>
            [
                double.BitDecrement(double.Parse(parameter.Least, invariant)).ToString(invariant),
                double.BitIncrement(double.Parse(parameter.Most!, invariant)).ToString(invariant),
            ],
        };
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CityActors.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
