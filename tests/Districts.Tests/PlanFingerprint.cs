using System.Security.Cryptography;
using System.Text.Json;
using CityActors.Districts;

namespace CityActors.Tests.Districts;

/// <summary>Tells whether two plans are alike.</summary>
internal static class PlanFingerprint
{
    /// <summary>SHA-256, hex, over every card of the plan as a line of JSON, in order.</summary>
    public static string Of(DistrictPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, plan.Areas());
        Add(hash, plan.Households());
        Add(hash, plan.Cameras());
        Add(hash, plan.Terminals());
        Add(hash, plan.Responders());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add<T>(IncrementalHash hash, IEnumerable<T> cards)
    {
        foreach (var card in cards)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(card));
            hash.AppendData("\n"u8);
        }
    }
}
