using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using CityActors.Packs.Format;
using Xunit;

namespace CityActors.Packs;

/// <summary>The page for those who write packs says what the code does: members, codes, and the pack that it shows.</summary>
public sealed partial class PacksPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SeedPacks.Seeds, "..", "docs", "packs.md")).ReplaceLineEndings("\n");

    // A record that is not here fails: give it a table, and say under which heading.
    private static readonly Dictionary<Type, string> Headings = new()
    {
        [typeof(PackManifest)] = "The manifest",
        [typeof(ParameterSpec)] = "A parameter",
        [typeof(BasisSpec)] = "A basis",
        [typeof(LocalText)] = "What people read",
        [typeof(ThingsSection)] = "The file of things",
        [typeof(ObservationSpec)] = "A kind of observation",
        [typeof(StepSpec)] = "A step",
        [typeof(ThingSpec)] = "A kind of thing",
        [typeof(CardField)] = "A field of a card",
        [typeof(CommandSpec)] = "A command",
        [typeof(WatchSection)] = "The file of rules",
        [typeof(RuleSpec)] = "A rule",
        [typeof(LevelSpec)] = "A level",
        [typeof(HitsSpec)] = "Hits",
        [typeof(FindsSpec)] = "What follows",
        [typeof(SendSpec)] = "A command to devices",
        [typeof(PlaceRuleSpec)] = "A rule of places",
        [typeof(AlertSpec)] = "A kind of alert",
        [typeof(LadderStepSpec)] = "A step of a ladder",
        [typeof(CatalogueSection)] = "The file of categories",
        [typeof(UnitSpec)] = "A unit",
        [typeof(SkillSpec)] = "A skill",
        [typeof(StagesSpec)] = "Limits of stages",
        [typeof(CategorySpec)] = "A category",
        [typeof(MergeSpec)] = "A merge",
        [typeof(ChannelsSection)] = "The file of channels",
        [typeof(TextSpec)] = "A text",
        [typeof(ReceiverSpec)] = "A receiver",
        [typeof(RolesSection)] = "The file of roles",
        [typeof(RoleSpec)] = "A role",
        [typeof(GrantSpec)] = "A grant",
        [typeof(RegisterSpec)] = "A register",
        [typeof(RegisterFieldSpec)] = "A field of a register",
        [typeof(IndicatorsSection)] = "The file of indicators",
        [typeof(IndicatorSpec)] = "An indicator",
        [typeof(IndicatorExampleSpec)] = "An example of an indicator",
        [typeof(IndicatorResultSpec)] = "What comes out",
        [typeof(HistorySpec)] = "A history",
        [typeof(HistoryStepSpec)] = "A step of a history",
        [typeof(TargetSpec)] = "A target",
        [typeof(ScoreSpec)] = "Points",
        [typeof(CaseSpec)] = "A type of case",
        [typeof(OwnerSpec)] = "An owner",
        [typeof(FieldSpec)] = "A field of a case",
        [typeof(PartySpec)] = "A party",
        [typeof(HolderSpec)] = "A holder",
        [typeof(ClockSpec)] = "A clock",
        [typeof(StateSpec)] = "A state",
        [typeof(CaseCommandSpec)] = "Something that people do",
        [typeof(MustSpec)] = "Something that must hold",
        [typeof(FormSpec)] = "A field of a form",
        [typeof(CaseEventSpec)] = "Something that happens by itself",
        [typeof(TriggerSpec)] = "A trigger",
        [typeof(EffectSpec)] = "An effect",
        [typeof(DrillSpec)] = "A step of a drill",
        [typeof(TraitsSpec)] = "Traits",
        [typeof(NoteTrait)] = "Notes",
        [typeof(ExtensionTrait)] = "More time",
        [typeof(SuspensionTrait)] = "A suspension",
        [typeof(EscalationTrait)] = "An escalation",
        [typeof(TransferTrait)] = "A transfer",
        [typeof(WithdrawalTrait)] = "A withdrawal",
        [typeof(ReopeningTrait)] = "A reopening",
        [typeof(RevisitTrait)] = "A revisit",
        [typeof(AppealTrait)] = "An appeal",
        [typeof(RatingTrait)] = "A rating",
        [typeof(PoolsSection)] = "The file of pools",
        [typeof(PoolSpec)] = "A pool",
        [typeof(PointSpec)] = "What speaks for a member",
        [typeof(QueueClassSpec)] = "A class of needs",
        [typeof(SceneSpec)] = "A scene",
        [typeof(BackgroundSpec)] = "Things of a scene",
        [typeof(LifeSpec)] = "Their life",
        [typeof(HappeningSpec)] = "Something that happens",
        [typeof(LiveSpec)] = "Within minutes",
        [typeof(TruthSpec)] = "The truth",
        [typeof(SceneFaultSpec)] = "A fault of the city",
        [typeof(NeverSpec)] = "What must not be found",
        [typeof(ExampleFile)] = "The file of examples",
        [typeof(ExampleSpec)] = "An example",
        [typeof(SeriesSpec)] = "Readings",
        [typeof(ExpectedAlertSpec)] = "An expected alert",
    };

    public static TheoryData<string> Records => new(typeof(PackManifest).Assembly.GetExportedTypes()
        .Where(static type => (type.Namespace == typeof(PackManifest).Namespace || type == typeof(LocalText)) && type.IsClass && type != typeof(PackJson)).Select(static type => type.FullName!));

    [Theory]
    [MemberData(nameof(Records))]
    public void Page_MembersOfEachRecord_AreTheCodes(string record)
    {
        var type = typeof(PackManifest).Assembly.GetType(record)!;
        var isDetector = type.BaseType == typeof(RuleSpec);
        var heading = isDetector ? $"Detector {DetectorOf(type)}" : Headings[type];
        var members = PackJson.Options.GetTypeInfo(type).Properties
            .Where(member => member.Name != "$schema" && !(isDetector && PackJson.Options.GetTypeInfo(typeof(RuleSpec)).Properties.Any(common => common.Name == member.Name))).ToList();
        if (members.Count == 0)
        {
            Assert.Contains($"The detector `{DetectorOf(type)}` has no members of its own.", Page, StringComparison.Ordinal);
            return;
        }

        var rows = Rows($"#### {heading}\n", "| member |");
        Assert.Equal(members.Select(static member => (member.Name, member.IsRequired)).Order(), rows.Select(static cells => (cells[0].Trim('`'), cells[1] == "yes")).Order());
        Assert.All(members, member => Assert.All(Words(member), word => Assert.Contains($"`{word}`", rows.Single(cells => cells[0] == $"`{member.Name}`")[2], StringComparison.Ordinal)));
        var untold = members.Where(member => !member.IsRequired && DefaultOf(type, member) is { } text && !rows.Single(cells => cells[0] == $"`{member.Name}`")[3].EndsWith($" Default: `{text}`.", StringComparison.Ordinal))
            .Select(member => $"{heading} / {member.Name} / Default: `{DefaultOf(type, member)}`.").ToList();
        Assert.True(untold.Count == 0, $"docs/packs.md does not tell:\n{string.Join('\n', untold)}");
    }

    [Fact]
    public void Page_Codes_AreThoseOfTheCode()
    {
        var used = Directory.EnumerateFiles(Path.Combine(SeedPacks.Seeds, "..", "src", "Packs"), "*.cs", SearchOption.AllDirectories).SelectMany(static file => Code().Matches(File.ReadAllText(file)))
            .Select(static code => code.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        var told = Rows("## What the check refuses\n", "| code |");
        Assert.Equal(used, told.Select(static cells => cells[0]).Order(StringComparer.Ordinal));
        Assert.All(told, static cells => Assert.EndsWith(".", cells[1], StringComparison.Ordinal));
    }

    [Fact]
    public void Page_ItsPack_PassesTheCheck()
    {
        var files = PackFile().Matches(Page).ToDictionary(static file => file.Groups[1].Value, static file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Groups[2].Value));
        Assert.Equal(["catalogue.json", "examples/nights.json", "pack.json", "scenes/party.json", "things.json", "watch.json"], files.Keys.Order(StringComparer.Ordinal));
        var pack = PackReader.Read(files, out var faults);
        Assert.Empty(faults);
        Assert.Empty(PackCheck.Run(pack!, PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"))));
    }

    private static string DetectorOf(Type type) => PackJson.Options.GetTypeInfo(typeof(RuleSpec)).PolymorphismOptions!.DerivedTypes.Single(derived => derived.DerivedType == type).TypeDiscriminator!.ToString()!;

    /// <summary>What a member is where a file leaves it out; null: nothing, which the row says in words.</summary>
    private static string? DefaultOf(Type type, JsonPropertyInfo member)
    {
        var property = (PropertyInfo)member.AttributeProvider!;
        var made = type.GetConstructor(Type.EmptyTypes) is { } plain ? property.GetValue(plain.Invoke([]))
            : type.GetConstructors().SelectMany(static making => making.GetParameters()).FirstOrDefault(parameter => parameter.Name == property.Name) is { HasDefaultValue: true, DefaultValue: var given } ? given : null;
        return made switch
        {
            null or "" or TraitsSpec => null,
            bool isSo => isSo ? "true" : "false",
            Enum word => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()),
            string text => text,
            System.Collections.IEnumerable several => several.Cast<object>().Any() ? string.Join(", ", several.Cast<object>()) : null,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => made.ToString(),
        };
    }

    private static IEnumerable<string> Words(JsonPropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        return type.IsEnum ? Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName) : [];
    }

    private static List<string[]> Rows(string heading, string head)
    {
        var from = Page.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/packs.md has no '{heading.Trim()}'.");
        return [.. Page[from..].Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Replace("\\|", "/", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries)[1..^1])];
    }

    [GeneratedRegex("\"([A-Z][0-9])\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"^`([a-z./-]+)`\n```json\n(.*?)\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PackFile();
}
