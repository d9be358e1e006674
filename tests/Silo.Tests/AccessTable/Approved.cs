namespace CityActors.Silo.Tests.AccessTable;

/// <summary>Texts that somebody has read and approved.</summary>
internal static class Approved
{
    /// <summary>Compares with <c>tests/Silo.Tests/Approved</c>; what was received is written beside the tests, to be copied there if it is right.</summary>
    public static void Check(string name, string received)
    {
        var copy = Path.Combine(AppContext.BaseDirectory, Path.ChangeExtension(name, ".received.txt"));
        File.WriteAllText(copy, received);
        var approved = Path.Combine(AppContext.BaseDirectory, "Approved", name);
        Assert.True(
            File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == received,
            $"{name} is not as approved. Read {copy}; if it is right, copy it over tests/Silo.Tests/Approved/{name}.");
    }
}
