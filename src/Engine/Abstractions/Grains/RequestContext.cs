using CityActors.Engine.Calls;

namespace Orleans.Runtime;

/// <summary>Values that travel with calls: what is set here, callees see.</summary>
public static class RequestContext
{
    internal static readonly AsyncLocal<RequestValues?> Current = new();

    /// <summary>Gets the keys of the values that travel now.</summary>
    public static IEnumerable<string> Keys => Current.Value is { } current ? current.Values.Keys : [];

    /// <summary>Gets the values that travel now.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Current.Value is { } current ? current.Values : [];

    /// <summary>Gets a value.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The value, or null when there is none.</returns>
    public static object? Get(string key) =>
        Current.Value is { } current && current.Values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value for the calls made from here on.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value; must not change afterwards.</param>
    public static void Set(string key, object value)
    {
        var values = Copy();
        values[key] = value;
        Current.Value = new RequestValues(values);
    }

    /// <summary>Removes a value.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Remove(string key)
    {
        if (Get(key) is null)
        {
            return false;
        }

        var values = Copy();
        _ = values.Remove(key);
        Current.Value = values.Count == 0 ? null : new RequestValues(values);
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear()
    {
        if (Current.Value is not null)
        {
            Current.Value = null;
        }
    }

    private static Dictionary<string, object> Copy() =>
        Current.Value is { } current ? new(current.Values, StringComparer.Ordinal) : new(StringComparer.Ordinal);
}
