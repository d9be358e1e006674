using System.Diagnostics;
using System.Net;

namespace CityActors.Silo.Tests;

/// <summary>A data folder on a real file system of 20 MB that fills up.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Batch_DiskFull_Answers503AndARestartWithSpaceGoesOn()
    {
        using var disk = SmallDisk.Mount(20);
        Assert.SkipWhen(disk is null, "NOT RUN: mounting a small file system needs root on Linux.");
        var acknowledged = 0L;
        await using (var city = await CityProcess.StartReplay(disk.Path, SmallTown.Start))
        {
            await SmallTown.Register(city, homes: 4);
            disk.Fill(leaveBytes: 3 << 20);
            var status = HttpStatusCode.Accepted;
            for (var minute = 0; status == HttpStatusCode.Accepted && minute < 1_300; minute += 10)
            {
                var lines = Enumerable.Range(0, 40_000).Select(number => SmallTown.Reading(SmallTown.Home(1 + (number % 4)), SmallTown.Start.AddMinutes(minute).AddMilliseconds(number * 15), 100)).ToList();
                using var response = await city.PostLines(lines);
                status = response.StatusCode;
                acknowledged += status == HttpStatusCode.Accepted ? lines.Count : 0;
                if (status == HttpStatusCode.ServiceUnavailable)
                {
                    Assert.NotNull(response.Headers.RetryAfter);
                }
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            disk.Fill(leaveBytes: 0);
            await city.Until(HttpStatusCode.ServiceUnavailable);
            Assert.False(city.HasExited, "The Silo must live through a full disk.");
            Assert.Equal(acknowledged, (await city.Get("/v1/status")).GetProperty("observations").GetInt64());
            await city.Kill();
        }

        disk.Empty();
        await using var again = await CityProcess.StartReplay(disk.Path, SmallTown.Start);
        Assert.Equal(acknowledged, (await again.Get("/v1/status")).GetProperty("observations").GetInt64());
        var answer = await again.Feed([SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddHours(23), 100)]);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Readiness_DiskFullAndThenNot_SaysSo()
    {
        using var disk = SmallDisk.Mount(20);
        Assert.SkipWhen(disk is null, "NOT RUN: mounting a small file system needs root on Linux.");
        await using var city = await CityProcess.Start(disk.Path);
        disk.Fill(leaveBytes: 0);
        await city.Until(HttpStatusCode.ServiceUnavailable);
        disk.Empty();
        await city.Until(HttpStatusCode.OK);
    }

    /// <summary>A tmpfs of a few megabytes.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly string path;

        private SmallDisk(string path) => this.path = path;

        public string Path => System.IO.Path.Combine(path, "data");

        private string Ballast => System.IO.Path.Combine(path, "ballast");

        public static SmallDisk? Mount(int megabytes)
        {
            if (!OperatingSystem.IsLinux())
            {
                return null;
            }

            var path = Directory.CreateTempSubdirectory("city-disk-").FullName;
            return Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) == 0 ? new SmallDisk(path) : null;
        }

        /// <summary>Takes up all but some space.</summary>
        public void Fill(long leaveBytes)
        {
            var free = new DriveInfo(path).AvailableFreeSpace;
            using var ballast = File.Open(Ballast, FileMode.Append);
            ballast.Write(new byte[Math.Max(0, free - leaveBytes)]);
        }

        public void Empty() => File.Delete(Ballast);

        public void Dispose()
        {
            _ = Run("umount", "-l", path);
            Directory.Delete(path);
        }

        private static int Run(string command, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
