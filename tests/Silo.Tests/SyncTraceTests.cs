using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CityActors.Silo.Tests;

/// <summary>The kernel's own record of what the Silo does: the log is synced to disk before each 202 leaves.</summary>
public sealed partial class SyncTraceTests
{
    private const int Batches = 10;

    [Fact]
    public async Task Answer202_TracedSystemCalls_FollowsASyncOfTheLog()
    {
        Assert.SkipUnless(HasStrace(), "NOT RUN: needs strace (Debian package strace) and permission to trace.");
        using var folder = new TempFolder();
        await using var city = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        await SmallTown.Register(city, homes: 1);
        var trace = Path.Combine(folder.Path, "trace.txt");
        using (var tracer = Process.Start(new ProcessStartInfo(
            "strace",
            ["-f", "-tt", "-s", "64", "-e", "trace=fsync,fdatasync,sendto,sendmsg,write,writev", "-o", trace, "-p", city.Id.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardError = true })!)
        {
            await Attached(tracer);
            for (var batch = 1; batch <= Batches; batch++)
            {
                await city.Feed([SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(batch), 100)]);
            }

            tracer.Kill(); // The kernel detaches; the trace is complete up to here.
            await tracer.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (answers, withoutSync) = Read(await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken));
        Assert.Equal(Batches, answers);
        Assert.Equal(0, withoutSync);
    }

    /// <summary>Counts the 202s, and those with no finished sync since the one before.</summary>
    private static (int Answers, int WithoutSync) Read(IEnumerable<string> lines)
    {
        var (answers, withoutSync, synced) = (0, 0, false);
        foreach (var line in lines)
        {
            if (Synced().IsMatch(line))
            {
                synced = true;
            }
            else if (line.Contains("HTTP/1.1 202", StringComparison.Ordinal))
            {
                answers++;
                withoutSync += synced ? 0 : 1;
                synced = false;
            }
        }

        return (answers, withoutSync);
    }

    private static async Task Attached(Process tracer)
    {
        string? line;
        do
        {
            line = await tracer.StandardError.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new InvalidOperationException("strace ended before it had attached.");
        }
        while (!line.Contains("attached", StringComparison.Ordinal));
    }

    private static bool HasStrace()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("strace", ["-e", "trace=none", "true"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(fsync|fdatasync)(\(\d+\)| resumed>\)) += 0")]
    private static partial Regex Synced();
}
