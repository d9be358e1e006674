namespace CityActors.Tidy;

/// <summary>One broken rule: where and what.</summary>
internal sealed record Finding(string Where, string What)
{
    private const int Most = 60;

    /// <summary>Fails with all findings and what to do about them.</summary>
    public static void None(string whatToDo, IEnumerable<Finding> findings)
    {
        var all = findings.Distinct().ToList();
        if (all.Count > 0)
        {
            var rest = all.Count > Most ? $"\n  and {all.Count - Most} more" : "";
            Assert.Fail($"{all.Count} found. {whatToDo}\n{string.Join('\n', all.Take(Most).Select(finding => $"  {finding.Where}: {finding.What}"))}{rest}");
        }
    }
}
