using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CityActors.Silo.Tests;

/// <summary>How the process begins and ends, as its operator and a service manager see it.</summary>
public sealed class StartAndStopTests(ITestOutputHelper output)
{
    private const int Senders = 4;
    private const int LinesEach = 2_000;
    private const int Homes = 40;

    [Fact]
    public async Task Start_PortInUse_EndsInOneSentenceAndMakesNoKeys()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var folder = new TempFolder();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        var (exitCode, said) = await CityProcess.StartAndFail(folder.Path, $"--Urls={url}", "--Keys:Admin=");

        Assert.Equal(2, exitCode);
        Assert.Contains($"The setting Urls names {url}", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(File.Exists(Path.Combine(folder.Path, "city.db")), "A city was begun that nobody can enter.");
    }

    [Fact]
    public async Task Start_PortInUseOnTheOtherLoopback_IsSeen()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "NOT RUN: this machine has no IPv6.");
        using var other = new TcpListener(IPAddress.IPv6Loopback, 0);
        other.Start();
        using var folder = new TempFolder();

        var (exitCode, said) = await CityProcess.StartAndFail(folder.Path, string.Create(CultureInfo.InvariantCulture, $"--Urls=http://localhost:{((IPEndPoint)other.LocalEndpoint).Port}"));

        Assert.Equal(2, exitCode);
        Assert.Contains("The setting Urls names", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The setting Dta is not known", "--Dta=x")]
    [InlineData("The setting Cluster:Prt is not known", "--Cluster:Prt=1")]
    [InlineData("The setting 'nonsense' is not known", "nonsense")]
    [InlineData("The setting 'db' is not known", "db", "migrat")]
    [InlineData("The setting Retention has no value", "--Retention")]
    [InlineData("The setting Urls names http://city.invalid:8086, whose host is a name", "--Urls=http://city.invalid:8086")]
    [InlineData("The setting Urls names http://192.0.2.1:8085, which cannot be listened on", "--Urls=http://192.0.2.1:8085")]
    [InlineData("The setting Urls names 'ftp://127.0.0.1:8443', which is no address", "--Urls=ftp://127.0.0.1:8443")]
    [InlineData("The setting Urls names no address", "--Urls=;")]
    public async Task Start_WhatCannotBeMeant_EndsInOneSentenceAndBeginsNoCity(string sentence, params string[] arguments)
    {
        using var folder = new TempFolder();

        var (exitCode, said) = await CityProcess.StartAndFail(folder.Path, arguments);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"CityActors did not start. {sentence}", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "city.db")));
    }

    [Fact]
    public async Task Start_HttpsWithoutACertificate_EndsWithoutAStackTraceOrAnAddress()
    {
        using var folder = new TempFolder();

        var (exitCode, said) = await CityProcess.StartAndFail(folder.Path, "--Urls=https://127.0.0.1:0");

        Assert.Equal(2, exitCode);
        Assert.Contains("CityActors did not start. ", said, StringComparison.Ordinal);
        Assert.All((string[])["   at ", "crit:", "fail:", "listens on"], text => Assert.DoesNotContain(text, said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_UnknownKeyInTheSettingsFile_IsNamedWithTheFile()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "appsettings.json"), """{"Logging":{"LogLevel":{"Default":"Warning"}},"Retenion":5}""", TestContext.Current.CancellationToken);

        var (exitCode, said) = await CityProcess.StartAndFail(Path.Combine(folder.Path, "data"), $"--contentRoot={folder.Path}");

        Assert.Equal(2, exitCode);
        Assert.Contains("The setting Retenion is not known (appsettings.json)", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_Asked_IsGivenAndNothingStarts(string argument)
    {
        using var folder = new TempFolder();

        var (exitCode, said) = await CityProcess.StartAndFail(folder.Path, argument);

        Assert.Equal(0, exitCode);
        Assert.Contains("--Urls=", said, StringComparison.Ordinal);
        Assert.DoesNotContain("CityActors listens on", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "city.db")));
    }

    [Fact]
    public async Task Silos_TwoOnOneMachine_HaveNoPortButTheirApis()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT RUN: looks into /proc.");
        using var folder = new TempFolder();
        using var otherFolder = new TempFolder();
        await using var city = await CityProcess.Start(folder.Path);
        await using var other = await CityProcess.Start(otherFolder.Path);

        Assert.Equal([city.Port], ListenedOn(city.Id));
        Assert.Equal([other.Port], ListenedOn(other.Id));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(500)]
    [InlineData(700)]
    [InlineData(900)]
    [InlineData(1_200)]
    public async Task Sigterm_WhileTheSiloStarts_EndsItQuietly(int afterMilliseconds)
    {
        using var folder = new TempFolder();
        await using var city = CityProcess.Begin(folder.Path);
        await Task.Delay(afterMilliseconds, TestContext.Current.CancellationToken); // Not a wait for something: each is another moment of the start.

        var exitCode = await city.Terminate();

        output.WriteLine(city.Output);
        Assert.Contains(exitCode, new[] { 0, 128 + 15 });
        Assert.DoesNotContain("   at ", city.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_WithARequestThatNeverEnds_EndsInOrder()
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.Start(folder.Path);
        using var sender = new TcpClient();
        await sender.ConnectAsync(IPAddress.Loopback, city.Port, TestContext.Current.CancellationToken);
        await sender.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/observations HTTP/1.1\r\nHost: city\r\nAuthorization: Bearer {CityProcess.AdminKey}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n{{"),
            TestContext.Current.CancellationToken);
        await city.Get("/v1/status"); // What was sent before is being read.

        Assert.Equal(0, await city.Terminate());

        Assert.DoesNotContain("fail:", city.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", city.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Not every router", city.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_UnderLoad_EndsInOrderAndLosesNothing()
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.Start(folder.Path);
        await SmallTown.Register(city, Homes);
        var acknowledged = 0L;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, Senders).Select(Send).ToArray();
        await Task.WhenAny(enough.Task, Task.WhenAll(senders));

        var begin = Stopwatch.GetTimestamp();
        var exitCode = await city.Terminate();
        output.WriteLine($"Ended after {Stopwatch.GetElapsedTime(begin)}.");
        await Task.WhenAll(senders);

        output.WriteLine(city.Output);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("fail:", city.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", city.Output, StringComparison.Ordinal);
        await city.Start();
        var status = await city.Get("/v1/status");
        Assert.InRange(status.GetProperty("observations").GetInt64(), acknowledged, acknowledged + (Senders * LinesEach)); // Stored, but the answer may not have got through.

        async Task Send(int sender)
        {
            var begin = DateTimeOffset.UtcNow.AddDays(-80);
            for (var body = 0; ; body++)
            {
                var lines = Enumerable.Range(0, LinesEach).Select(line => SmallTown.Reading(
                    SmallTown.Home(1 + (((line * Senders) + sender) % Homes)), begin.AddSeconds((((body * LinesEach) + line) * Senders) + sender), 100 + (line % 50)));
                try
                {
                    using var response = await city.PostLines(lines);
                    if (response.StatusCode != HttpStatusCode.Accepted)
                    {
                        return;
                    }
                }
                catch (HttpRequestException)
                {
                    return; // The door is closed.
                }

                if (Interlocked.Add(ref acknowledged, LinesEach) > 50 * LinesEach)
                {
                    enough.TrySetResult();
                }
            }
        }
    }

    /// <summary>The TCP ports that a process listens on, by its sockets in /proc.</summary>
    private static List<int> ListenedOn(int process)
    {
        const string Listening = "0A";
        var own = new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Select(file => file.LinkTarget ?? "").ToHashSet(StringComparer.Ordinal);
        return
        [
            .. new[] { "tcp", "tcp6" }.SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words[3] == Listening && own.Contains($"socket:[{words[9]}]"))
                .Select(words => int.Parse(words[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        ];
    }
}
