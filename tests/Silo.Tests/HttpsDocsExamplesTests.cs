using System.Globalization;
using CityActors.Client.Silos;

namespace CityActors.Silo.Tests;

/// <summary>What docs/operations/https.md says is typed here as it stands there, but for the port and the folder.</summary>
public sealed class HttpsDocsExamplesTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Https_BothBlocks_GiveASiloThatItsCertificateIsGoodFor()
    {
        Shell.Needs("openssl", "curl", "dotnet");
        var blocks = DocsPage.Blocks(DocsPage.Read("docs/operations/https.md"), "bash").ToList();
        Assert.Equal(2, blocks.Count);
        var port = string.Create(CultureInfo.InvariantCulture, $":{FreePorts.Next()}");
        var placed = blocks.ConvertAll(block => block.Replace(":8443", port, StringComparison.Ordinal).Replace("/etc/city", folder.Path, StringComparison.Ordinal));
        Assert.All(blocks.Zip(placed), static pair => Assert.NotEqual(pair.First, pair.Second));
        var lines = placed[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["openssl", "curl"], lines.Select(static line => line.Split(' ')[0]));
        var certified = await Shell.Run(lines[0], folder.Path);
        Assert.True(certified.ExitCode == 0, certified.Says);

        // The Silo's program lies in the tests' own folder.
        using var silo = Shell.Begin(placed[0], AppContext.BaseDirectory, new Dictionary<string, string> { ["Data"] = Path.Combine(folder.Path, "data"), ["Demo"] = "false" });
        silo.BeginOutputReadLine();
        silo.BeginErrorReadLine();
        try
        {
            var reached = await Shell.Run(lines[1].Replace("curl ", "curl -sS --fail --retry 120 --retry-delay 1 --retry-connrefused ", StringComparison.Ordinal), folder.Path);

            Assert.True(reached.ExitCode == 0, reached.Says);
            Assert.StartsWith("ready", reached.Results, StringComparison.Ordinal);
            var distrusted = await Shell.Run(lines[1].Replace("--cacert tls.pem ", "", StringComparison.Ordinal), folder.Path);
            Assert.Equal(60, distrusted.ExitCode); // The certificate is nobody's that curl knows.
        }
        finally
        {
            silo.Kill(entireProcessTree: true);
            await silo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}
