using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;
using CityActors.Registers;
using CityActors.Tests.Cases;

namespace CityActors.Tests.Registers;

/// <summary>Records as their grains write them: each write a version, each refusal a value, nothing personal outside.</summary>
public sealed class RecordRulesTests
{
    private const string Id = "rec-mediator.M-001";
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    private static readonly object Hu = new
    {
        number = "M-001",
        person = "P-77",
        organisation = "O-1",
        sort = "field",
        kinds = new[] { "neighbours" },
        levels = new[] { "simple", "hard" },
        area = "430103002",
        place = new { longitude = 112.98, latitude = 28.19, area = "430103002001" },
        capacity = 3,
        kin = new[] { "P-78" },
    };

    private readonly Known registers = new(CaseRun.Seed("mediation"), CaseRun.Seed("people"));
    private readonly RecordRules rules;
    private RecordState state = new();

    public RecordRulesTests() => rules = new(registers);

    [Fact]
    public void Write_NewRecord_IsVersionOneAndTellsNothingPersonal()
    {
        var fact = Assert.Single(Done("a", Hu).Facts.OfType<RecordChanged>());
        Assert.Equal((1, RecordStatus.Active, "430103002"), (state.Version, state.Status, state.Area));
        Assert.Equal(["area", "capacity", "kinds", "levels", "number", "organisation", "place", "sort"], fact.Fields.Keys);
        Assert.Contains("kin", fact.Changed);
        Assert.DoesNotContain("P-7", JsonSerializer.Serialize(fact), StringComparison.Ordinal);
        Assert.Equal("M-001", fact.Key);
    }

    [Fact]
    public void Write_Changes_AreVersionsWithTheirDifferences()
    {
        Done("a", Hu);
        Done("b", new { capacity = 5, sort = "field" });
        Done("c", new { kin = (string[]?)null });
        Assert.Equal(3, state.Version);
        Assert.Equal(["capacity"], state.History[1].Changes.Keys);
        Assert.Equal("null", state.History[2].Changes["kin"]);
        Assert.False(state.Fields.ContainsKey("kin"));
        Assert.Equal(("registrar-wu", "because"), (state.History[1].Actor, state.History[1].Why));
        Assert.Equal(JsonSerializer.Serialize(state), JsonSerializer.Serialize(RecordRules.Rebuild(state.History, "area")));
    }

    [Fact]
    public void Write_RepeatOrNothingNew_ChangesNothing()
    {
        Done("a", Hu);
        Assert.False(rules.Write(Id, state, Wanted("a", Hu)).Decision.IsChange);
        Assert.False(rules.Write(Id, state, Wanted("b", new { capacity = 3 })).Decision.IsChange);
        Assert.Equal("command-id-reused", Refused(Wanted("a", new { capacity = 4 }) with { Why = "something else" }));
    }

    [Theory]
    [InlineData("""{"capacity":41}""", "wrong-value", "at most 40")]
    [InlineData("""{"capacity":"three"}""", "wrong-value", "whole number")]
    [InlineData("""{"sort":"judge"}""", "wrong-value", "invited")]
    [InlineData("""{"kinds":["neighbours","witchcraft"]}""", "wrong-value", "entry 2")]
    [InlineData("""{"area":"43-01"}""", "wrong-value", "code of an area")]
    [InlineData("""{"colour":"red"}""", "unknown-field", "colour")]
    [InlineData("""{"organisation":null}""", "form-incomplete", "is missing")]
    [InlineData("""{"number":"M-002"}""", "key-fixed", "never changes")]
    [InlineData("""{"kinds":[]}""", "not-valid", "not met")]
    public void Write_WrongField_IsRefusedAndNamed(string fields, string code, string says)
    {
        Done("a", Hu);
        var write = Wanted("b", JsonSerializer.Deserialize<JsonElement>(fields));
        var (decision, refusal) = rules.Write(Id, state, write);
        Assert.False(decision.IsChange);
        Assert.Equal(code, refusal?.Code);
        Assert.Contains(says, refusal!.English, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Chinese);
    }

    [Fact]
    public void Write_FaultInPersonalField_DoesNotRepeatIt()
    {
        var (_, refusal) = rules.Write(Id, state, Wanted("a", Hu) with { Fields = Wanted("a", Hu).Fields.SetItem("kin", """["P-78","P-79",4]""") });
        Assert.Equal("wrong-value", refusal?.Code);
        Assert.DoesNotContain("P-7", refusal!.English + refusal.Chinese, StringComparison.Ordinal);
        var person = new RecordState();
        var born = Wanted("p", new { number = "P-1", area = "430103", name = "Wang Er", born = "2031-01-01" });
        var invalid = rules.Write("rec-person.P-1", person, born).Refusal;
        Assert.Equal("not-valid", invalid?.Code);
        Assert.DoesNotContain("2031", invalid!.English + invalid.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithoutReasonOrAgainstAnotherVersion_IsRefused()
    {
        Assert.Equal("reason-required", Refused(Wanted("a", Hu) with { Why = " " }));
        Done("a", Hu);
        Assert.Equal("changed-meanwhile", Refused(Wanted("b", new { capacity = 4 }) with { Expected = 0 }));
        Done("b", new { capacity = 4 }, write => write with { Expected = 1 });
        Assert.Equal("unknown-register", rules.Write("rec-nobody.1", new RecordState(), Wanted("x", Hu)).Refusal?.Code);
        Assert.Equal("bad-key", rules.Write("rec-mediator.a b", new RecordState(), Wanted("x", Hu)).Refusal?.Code);
        registers.IsSwitchedOn = false;
        Assert.Equal("register-off", Refused(Wanted("c", new { capacity = 5 })));
    }

    [Fact]
    public void Write_Revoked_IsForEver()
    {
        Done("a", Hu);
        Done("b", new { }, static write => write with { Status = RecordStatus.Suspended });
        Done("c", new { }, static write => write with { Status = RecordStatus.Active });
        Assert.Equal("wrong-status", Refused(Wanted("d", new { }) with { Status = RecordStatus.Expired }));
        Done("d", new { }, static write => write with { Status = RecordStatus.Revoked });
        Assert.Equal("revoked", Refused(Wanted("e", new { }) with { Status = RecordStatus.Active }));
        Assert.Equal([RecordStatus.Active, RecordStatus.Suspended, RecordStatus.Active, RecordStatus.Revoked], state.History.Select(static line => line.Status));
    }

    [Fact]
    public void Until_ItsInstant_EndsTheRecordOnceWhetherNotedOrNot()
    {
        var until = Noon.AddDays(1);
        Done("a", Hu, write => write with { Until = until });
        Assert.Equal("wrong-until", Refused(Wanted("b", new { }) with { Until = Noon }));
        Assert.Equal(until, Assert.Single(rules.Deadlines(Id, state)).At);
        Assert.Equal(RecordStatus.Active, RecordRules.AsOf(state, until.AddTicks(-1)).Status);
        Assert.Equal(RecordStatus.Expired, RecordRules.AsOf(state, until).Status);

        var due = rules.Due(Id, state, new Deadline($"record/{Id}", "until", until), until.AddHours(3));
        Assert.Equal(until, due.Next.History[^1].At);
        Assert.Equal(RecordStatus.Expired, Assert.Single(due.Facts.OfType<RecordChanged>()).Status);
        Assert.Empty(rules.Deadlines(Id, due.Next));

        var late = rules.Write(Id, state, Wanted("c", new { }) with { At = until.AddMinutes(5), Until = until.AddDays(9), Status = RecordStatus.Active });
        Assert.Null(late.Refusal);
        Assert.Equal([RecordStatus.Active, RecordStatus.Expired, RecordStatus.Active], late.Decision.Next.History.Select(static line => line.Status));
        Assert.Equal([2L, 3L], late.Decision.Facts.OfType<RecordChanged>().Select(static fact => fact.Version));
    }

    [Fact]
    public void Rows_EachVersion_IsWrittenOnceAndReadBack()
    {
        var serializer = new StateSerializer();
        Done("a", Hu);
        var before = state;
        Done("b", new { capacity = 9 });
        var kind = Assert.Single(rules.RowKinds);
        var row = Assert.Single(kind.Difference(before, state, serializer));
        var rows = kind.Difference(new RecordState(), state, serializer).Select(static row => new StoredRow(row.Name, row.Payload!.Value));
        var read = kind.Fill(serializer.Deserialize<RecordState>(serializer.Serialize(state))!, rows, serializer);
        Assert.Equal("version/000002", row.Name);
        Assert.Equal(JsonSerializer.Serialize(state.ViewOf(Id)), JsonSerializer.Serialize(read.ViewOf(Id)));
        Assert.Equal(("mediator", "M-001"), RecordIds.Read(Id));
        Assert.Null(RecordIds.Read("rec-mediator"));
    }

    private Decision<RecordState> Done(string id, object fields, Func<RecordWrite, RecordWrite>? more = null)
    {
        var (decision, refusal) = rules.Write(Id, state, more is null ? Wanted(id, fields) : more(Wanted(id, fields)));
        Assert.Null(refusal);
        Assert.True(decision.IsChange);
        state = decision.Next;
        return decision;
    }

    private string? Refused(RecordWrite write) => rules.Write(Id, state, write).Refusal?.Code;

    private static RecordWrite Wanted(string id, object fields) => new()
    {
        Id = id,
        Fields = JsonSerializer.SerializeToElement(fields).EnumerateObject().ToImmutableSortedDictionary(static member => member.Name, static member => member.Value.GetRawText(), StringComparer.Ordinal),
        Actor = "registrar-wu",
        At = Noon,
        Why = "because",
        Source = new RecordSource(RecordSourceKind.Person),
    };

    private sealed class Known(params PackFiles[] packs) : IRegisters
    {
        public bool IsSwitchedOn { get; set; } = true;

        public RegisterType? Find(string register) => packs.FirstOrDefault(pack => pack.Registers.Values.Any(spec => spec.Register == register)) is { } pack ? RegisterType.Of(pack, register) : null;

        public bool IsOn(RegisterType type, string area, DateTimeOffset at) => IsSwitchedOn;

        public IValues ParametersOf(RegisterType type, string area, DateTimeOffset at) => Roots.Parameters(new PackManifest { Pack = "none", Version = "1.0", Format = 1, Name = new("", "") }).Values(new Dictionary<string, Value>());
    }
}
