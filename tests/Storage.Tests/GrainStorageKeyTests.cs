using System.Text;
using CityActors.Silo.Stores;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class GrainStorageKeyTests
{
    /// <summary>The canonical digests are published with xxHash; Orleans' number has their bytes reversed.</summary>
    [Theory]
    [InlineData("", 0x02CC5D05u)]
    [InlineData("abc", 0x32D153FFu)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2Fu)]
    public void StableHash_PublishedDigest_HasItsBytesReversed(string text, uint canonical) =>
        Assert.Equal(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(canonical), StableHash.ComputeHash(Encoding.UTF8.GetBytes(text)));

    /// <summary>The vector by which Orleans' own tests pin the hash.</summary>
    [Fact]
    public void GrainId_UniformHash_IsThatOfOrleans() => Assert.Equal(831806783u, GrainId.Create("type", "key").GetUniformHashCode());

    [Theory]
    [InlineData("cell-430103004012001", -1830038127, 0, 0, "cell-430103004012001")]
    [InlineData("home-430103002001-0001", -966078251, 0, 0, "home-430103002001-0001")]
    [InlineData("家-1", 1177074383, 0, 0, "家-1")]
    [InlineData("2A", -110949262, 0, 42, null)]
    [InlineData("2A+zone", -195522139, 0, 42, "zone")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e", -1437873986, 5089025570114612571, 1050790581882611105, null)]
    public void Of_EachKindOfKey_IsThatOfOrleans(string key, int hash, long n0, long n1, string? extension) =>
        Assert.Equal(
            new GrainStorageKey(hash, n0, n1, extension, 1613518505, "work-order"),
            GrainStorageKey.Of("work-order", GrainId.Create("any", key)));

    [Theory]
    [InlineData("12345678901234567", "12345678901234567")]
    [InlineData("+a", "+a")]
    [InlineData("zz+a", "zz+a")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("0f8fad5bd9cb469fa16570867728950g", "0f8fad5bd9cb469fa16570867728950g")]
    public void Of_KeyThatIsNoNumber_IsText(string key, string extension)
    {
        var stored = GrainStorageKey.Of("s", GrainId.Create("any", key));
        Assert.Equal((0, 0, extension), (stored.N0, stored.N1, stored.Extension));
    }
}
