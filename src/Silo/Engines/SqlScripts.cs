namespace CityActors.Silo.Engines;

/// <summary>The scripts under <c>Sql</c>: the tables that Orleans' providers expect on PostgreSQL. Each can be run again and again.</summary>
internal static class SqlScripts
{
    /// <summary>The text of a script.</summary>
    /// <param name="name">Its name, such as <c>2-storage</c>.</param>
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SqlScripts).Assembly.GetManifestResourceStream($"sql/{name}.sql")!);
        return reader.ReadToEnd();
    }
}
