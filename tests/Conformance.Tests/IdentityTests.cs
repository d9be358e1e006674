using System.Text.Json;
using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

public sealed class IdentityTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public void References_OfTheSameGrain_AreEqual_OfOthersNot()
    {
        var (one, same) = (_silo.Grains.GetGrain<IPlainProbe>("a"), _silo.Grains.GetGrain<IPlainProbe>("a"));
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, _silo.Grains.GetGrain<IPlainProbe>("b"));
        Assert.False(one.Equals(_silo.Grains.GetGrain<IReentrantProbe>("a")));
        Assert.True((GrainReference)one == (GrainReference)same);
    }

    [Fact]
    public void Identity_OfAGrain_IsItsTypeAndKey()
    {
        var grain = _silo.Grains.GetGrain<IPlainProbe>("cell-4301/东");
        var id = grain.GetGrainId();
        Assert.Equal("plain-probe/cell-4301/东", id.ToString());
        Assert.Equal(("plain-probe", "cell-4301/东"), (id.Type.ToString(), id.Key.ToString()));
        Assert.Equal("cell-4301/东", grain.GetPrimaryKeyString());
        Assert.Equal(GrainId.Create("plain-probe", "cell-4301/东"), id);
        Assert.Equal(id, GrainId.Parse(id.ToString()));
    }

    [Fact]
    public void Reference_AsText_NamesGrainAndInterface()
    {
        var reference = (GrainReference)_silo.Grains.GetGrain<IPlainProbe>("a");
        Assert.Equal("CityActors.Conformance.Probes.IPlainProbe", reference.InterfaceName);
        Assert.Equal("GrainReference:plain-probe/a:CityActors.Conformance.Probes.IPlainProbe", reference.ToString());
    }

    /// <summary>States hold identities as JSON, and both engines read the same states.</summary>
    [Fact]
    public void Identities_AsJson_AreTheSameOnBothEngines()
    {
        var grain = GrainId.Create("plain-probe", "cell-4301/东");
        var stream = StreamId.Create("facts", "district");
        Assert.Equal(grain.ToString(), JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(grain)));
        Assert.Equal(grain, JsonSerializer.Deserialize<GrainId>(JsonSerializer.Serialize(grain)));
        Assert.Equal("{\"plain-probe/a\":1}", JsonSerializer.Serialize(new Dictionary<GrainId, int> { [GrainId.Create("plain-probe", "a")] = 1 }));
        Assert.Equal("[\"facts\",\"district\"]", JsonSerializer.Serialize(stream));
        Assert.Equal(stream, JsonSerializer.Deserialize<StreamId>(JsonSerializer.Serialize(stream)));
    }

    [Fact]
    public void Identities_AtTheirLimits_AreWhatTheyAreInOrleans()
    {
        Assert.False(GrainId.TryParse("no slash", out _));
        _ = Assert.Throws<ArgumentException>(() => GrainId.Parse("no slash"));
        _ = Assert.Throws<ArgumentException>(() => GrainId.Create("plain-probe", " "));
        _ = Assert.Throws<ArgumentNullException>(() => StreamId.Create("facts"u8, ""u8));
        Assert.Equal("", StreamId.Create("facts", "").GetKeyAsString());
        Assert.True(default(GrainId).IsDefault);
        Assert.Equal(default, default(GrainId));
        Assert.Equal("", default(IdSpan).ToString());
        Assert.True(GrainId.Create("a", "z").CompareTo(GrainId.Create("b", "a")) < 0);
        Assert.True(IdSpan.Create("a").CompareTo(IdSpan.Create("东")) < 0);
        Assert.Null(StreamId.Create(null, "key").GetNamespace());
        Assert.Equal("null/key", StreamId.Create(null, "key").ToString());
    }

    /// <summary>Stored rows are found by these hashes: they are part of the format.</summary>
    [Fact]
    public void Identity_Hash_IsTheSameEverywhere()
    {
        Assert.Equal(1220018792u, GrainId.Create("plain-probe", "cell-4301").GetUniformHashCode());
        Assert.Equal(3089474652u, GrainType.Create("plain-probe").GetUniformHashCode());
    }

    [Fact]
    public void References_MadeInEveryWay_AreTheSame()
    {
        var grain = _silo.Grains.GetGrain<IPlainProbe>("a");
        Assert.Equal(grain, _silo.Grains.GetGrain<IPlainProbe>(grain.GetGrainId()));
        Assert.Equal(grain, _silo.Grains.GetGrain(typeof(IPlainProbe), "a"));
        Assert.Equal(grain, _silo.Grains.GetGrain(grain.GetGrainId()).AsReference<IPlainProbe>());
        Assert.Equal(grain, _silo.Grains.GetGrain(typeof(IPlainProbe), IdSpan.Create("a")).Cast<IPlainProbe>());
    }

    [Fact]
    public async Task Reference_PassedToAnother_CallsTheGrainItIsOf()
    {
        var grain = _silo.Grains.GetGrain<IReentrantProbe>("a");
        Assert.False(await Wait.End(grain.IsYou("nothing", _silo.Grains.GetGrain<IPlainProbe>("b"))));
        Assert.Equal(2, await Wait.End(_silo.Grains.GetGrain<IPlainProbe>("b").Count()));
    }

    /// <summary>Orleans sends a reference where a grain passes itself (TypedGrainReferenceCopier).</summary>
    [Fact]
    public async Task Grain_PassingItself_PassesAReference()
    {
        var seen = new Log<IPlainProbe>();
        _silo.Scripts.OnPassed = seen.Add;
        _silo.Scripts.Add("pass", probe => probe.Grains.GetGrain<IReentrantProbe>("b").Keep((PlainProbe)probe));
        var grain = _silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(grain.Run("pass"));
        Assert.Equal(grain, Assert.IsAssignableFrom<GrainReference>(Assert.Single(seen.ToList())) as IPlainProbe);
    }

    [Fact]
    public void Factory_SeveralClasses_AreToldApartByTheBeginningOfTheirNames()
    {
        Assert.Equal("plain-probe/a", _silo.Grains.GetGrain<IProbe>("a", typeof(PlainProbe).FullName).GetGrainId().ToString());
        Assert.Equal("plain-probe-too/a", _silo.Grains.GetGrain<IProbe>("a", typeof(PlainProbeToo).FullName).GetGrainId().ToString());
        Assert.Equal("stateful-probe/a", _silo.Grains.GetGrain<IProbe>("a", "CityActors.Conformance.Probes.Stateful").GetGrainId().ToString());
        _ = Assert.Throws<ArgumentException>(() => _silo.Grains.GetGrain<IProbe>("a"));
        _ = Assert.Throws<ArgumentException>(() => _silo.Grains.GetGrain<IProbe>("a", "CityActors.Conformance.Probes."));
        _ = Assert.Throws<ArgumentException>(() => _silo.Grains.GetGrain<IProbe>("a", "CityActors.Nowhere."));
    }

    [Fact]
    public async Task Grain_AskedForItself_GivesAReferenceEqualToOthers()
    {
        GrainReference? own = null;
        IPlainProbe? cast = null;
        _silo.Scripts.Add("self", probe =>
        {
            own = probe.GrainContext.GrainReference;
            cast = probe.AsReference<IPlainProbe>();
            Assert.Equal(probe.GrainContext.GrainId, probe.GetGrainId());
            Assert.Equal("plain-probe/a", probe.IdentityString);
        });
        var grain = _silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(grain.Run("self"));
        Assert.Equal(grain, cast);
        Assert.True(own!.Equals(grain));
    }

    [Fact]
    public void Factory_NoKey_IsRefused() =>
        Assert.ThrowsAny<ArgumentException>(() => _silo.Grains.GetGrain<IPlainProbe>(" "));

    [Fact]
    public void StreamId_HasNamespaceAndKey()
    {
        var id = StreamId.Create("facts", "district");
        Assert.Equal(("facts", "district", "facts/district"), (id.GetNamespace(), id.GetKeyAsString(), id.ToString()));
        Assert.Equal(id, StreamId.Create("facts", "district"));
    }
}
