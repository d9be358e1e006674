namespace CityActors.Registers;

/// <summary>Ids of records: <c>rec-</c>, the register, a dot, and the key.</summary>
public static class RecordIds
{
    private const string Prefix = "rec-";

    /// <summary>The id of a record.</summary>
    public static string Of(string register, string key) => $"{Prefix}{register}.{key}";

    /// <summary>Register and key of an id, or null: it is no record's.</summary>
    public static (string Register, string Key)? Read(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return id.StartsWith(Prefix, StringComparison.Ordinal) && dot > Prefix.Length && dot < id.Length - 1 ? (id[Prefix.Length..dot], id[(dot + 1)..]) : null;
    }
}
