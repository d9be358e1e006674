using System.Text;
using System.Text.Json.Nodes;
using CityActors.Packs.Settings;
using CityActors.Packs.Upgrades;
using Xunit;

namespace CityActors.Packs;

/// <summary>Whatever stands in a pack's files, reader, check, figures and comparison say what is wrong and never fail.</summary>
public sealed class MutationTests
{
    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    private static readonly string[] Odd =
    [
        "null", "true", "0", "-1", "1e300", "79228162514264337593543950335", "0.0000000000000000000000000001", "\"\"", "\"$\"", "\"$light\"", "\"$light / 0\"", "\"$none\"", "\"0 seconds\"", "\"99999999 days\"",
        "\"3 working-days\"", "\"and\"", "\"22:00-06:00\"", "\"..\"", "\"a.b.c\"", "\"{\"", "\"{value}\"", "\"signal:\"", "\"气\"", "[]", "[1, 2]", "[null]", "[\"a\", \"a\"]", "{}", "{ \"0\": \"low\" }", "{ \"en\": null }", "\"1.0\"", "\"9999999999.1\"",
    ];

    [Theory]
    [InlineData("air", 1)]
    [InlineData("estate-eyes", 2)]
    [InlineData("rain", 3)]
    [InlineData("mediation", 4)]
    public void Everything_OddValues_NeverFails(string name, int seed)
    {
        var (files, random, read) = (SeedPacks.Read(name), new Random(seed), 0);
        for (var i = 0; i < 400; i++)
        {
            var changed = Enumerable.Range(0, 1 + random.Next(2)).Aggregate(files, (all, _) => Change(all, random));
            if (PackReader.Read(changed, out var faults) is not { } pack)
            {
                Assert.NotEmpty(faults);
                continue;
            }

            read++;
            Assert.All(PackCheck.Run(pack, Shipped), static fault => Assert.True(fault.What.Length > 10 && fault.Code.Length == 2, fault.ToString()));
            var values = new ParameterValues(pack, []).At("", null, DateTimeOffset.UnixEpoch);
            Assert.All(pack.Watch.Alerts.SelectMany(static alert => alert.Ladder), step => Assert.True(values.Span(step.After) is null || values.Number(step.After) is null));
            if (pack.Name == name)
            {
                Assert.NotNull(PackDiff.Between(Shipped.Find(name)!, pack));
            }
        }

        Assert.InRange(read, 50, 390);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Change(Dictionary<string, ReadOnlyMemory<byte>> files, Random random)
    {
        var path = files.Keys.Where(static path => path.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ElementAt(random.Next(files.Keys.Count(static path => path.EndsWith(".json", StringComparison.Ordinal))));
        var tree = JsonNode.Parse(files[path].Span, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        var places = Places(tree).ToList();
        if (places.Count > 0)
        {
            var (above, place) = places[random.Next(places.Count)];
            var odd = JsonNode.Parse(Odd[random.Next(Odd.Length)]);
            if (above is JsonObject members)
            {
                members[(string)place] = odd;
            }
            else
            {
                above.AsArray()[(int)place] = odd;
            }
        }

        return new(files) { [path] = Encoding.UTF8.GetBytes(tree.ToJsonString()) };
    }

    private static IEnumerable<(JsonNode Above, object Place)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value).Append((members, member.Key))),
        JsonArray list => list.SelectMany((item, i) => Places(item).Append((list, i))),
        _ => [],
    };
}
