namespace CityActors.Tidy;

public sealed class BannedCallsTests
{
    /// <summary>Where a banned call is right, and why. A new line needs as good a reason.</summary>
    private static readonly (string Path, string[] Calls, string Reason)[] Exceptions =
    [
        ("src/Storage/DatabaseWriter.cs", ["new Thread("], "databases block: storage has its own threads"),
        ("src/Storage/DatabaseReaders.cs", ["new Thread("], "databases block: storage has its own threads"),
        ("src/Storage/OperationQueue.cs", [".Wait("], "the storage threads rest until there is something to do"),
    ];

    [Theory]
    [InlineData("var a = DateTime.UtcNow;", "DateTime.UtcNow")]
    [InlineData("var a = System.DateTimeOffset.Now;", "DateTimeOffset.Now")]
    [InlineData("var a = Guid.NewGuid();", "Guid.NewGuid")]
    [InlineData("var a = Random.Shared.Next();", "Random.Shared")]
    [InlineData("var a = new Random();", "new Random()")]
    [InlineData("Random a = new();", "new Random()")]
    [InlineData("await Task.Run(() => 1);", "Task.Run")]
    [InlineData("Task.Factory.StartNew(() => 1);", "Factory.StartNew")]
    [InlineData("task.ContinueWith(done => 1);", ".ContinueWith(")]
    [InlineData("Parallel.ForEach(all, one => { });", "Parallel.ForEach")]
    [InlineData("Thread.Sleep(1);", "Thread.Sleep")]
    [InlineData("task.Wait();", ".Wait(")]
    [InlineData("task.GetAwaiter().GetResult();", ".GetResult(")]
    [InlineData("var a = call.Result;", ".Result")]
    [InlineData("await task.ConfigureAwait(false);", "ConfigureAwait(false)")]
    public void Finder_BannedCall_IsFound(string statement, string expected)
    {
        var file = SourceFile.Parse("src/Grains/A.cs", $"class A {{ async void M() {{ {statement} }} }}");
        Assert.Contains(BannedCalls.In(file), finding => finding.What == expected);
    }

    [Theory]
    [InlineData("// DateTime.UtcNow would be wrong here.")]
    [InlineData("var a = time.GetUtcNow();")]
    [InlineData("var a = new Random(7);")]
    [InlineData("if (call.IsCompletedSuccessfully) { return call.Result; }")]
    [InlineData("await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);")]
    public void Finder_AllowedCall_IsLeftAlone(string statement)
    {
        var file = SourceFile.Parse("src/Grains/A.cs", $"class A {{ async void M() {{ {statement} }} }}");
        Assert.Empty(BannedCalls.In(file));
    }

    [Fact]
    public void GrainsAndStorage_BannedCalls_AreNotMade() => Finding.None(
        "Take time from a TimeProvider or a parameter, chance from a named sequence, and await instead of blocking; see ARCHITECTURE.md.",
        Found().Where(found => !IsExcepted(found.File, found.Finding)).Select(found => found.Finding));

    [Fact]
    public void Exceptions_EachOne_IsStillNeeded()
    {
        var found = Found().Select(found => (found.File.Path, found.Finding.What)).ToHashSet();
        Finding.None(
            "Remove the exception: the call is gone.",
            Exceptions.SelectMany(exception => exception.Calls
                .Where(call => !found.Contains((exception.Path, call)))
                .Select(call => new Finding(exception.Path, call))));
    }

    private static IEnumerable<(SourceFile File, Finding Finding)> Found() =>
        Repository.SourcesUnder("src/Storage/", "src/Grains/", "src/Grains.Interfaces/").SelectMany(file => BannedCalls.In(file).Select(finding => (file, finding)));

    private static bool IsExcepted(SourceFile file, Finding finding) =>
        Exceptions.Any(exception => exception.Path == file.Path && exception.Calls.Contains(finding.What));
}
