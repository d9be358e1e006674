using System.Globalization;

namespace CityActors.Deadlines;

/// <summary>The fixed division of all owners of deadlines into 16 due-books.</summary>
public static class DueBooks
{
    /// <summary>How many there are. Fixed: their states lie under these keys.</summary>
    public const int Count = 16;

    /// <summary>The key of the due-book of an owner: 32-bit FNV-1a of the owner's text, folded to 00…15.</summary>
    /// <param name="owner">The owner's grain id as text, <c>type/key</c>.</param>
    public static string KeyOf(string owner)
    {
        var hash = 2166136261u;
        foreach (var c in owner)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return KeyOf((int)((hash ^ (hash >> 16)) % Count));
    }

    /// <summary>The key of a due-book by its number, for example <c>due-07</c>.</summary>
    public static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"due-{number:00}");

    /// <summary>The due-book of an owner.</summary>
    public static IDueBookGrain Of(IGrainFactory grains, string owner) => grains.GetGrain<IDueBookGrain>(KeyOf(owner));
}
