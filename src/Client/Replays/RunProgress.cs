using System.Diagnostics;
using CityActors.Client.CommandLine;
using Spectre.Console;

namespace CityActors.Client.Replays;

/// <summary>How far a run is: a bar on a terminal, now and then a line elsewhere.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan betweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Runs work that tells how far it is, 0 to 1, and what it is about.</summary>
    public static async Task<T> Show<T>(CommandOutput output, string title, Func<Action<double, string>, Task<T>> work)
    {
        if (!output.SaysOnTerminal)
        {
            return await work(Lines(output, title));
        }

        return await output.Bars.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(bars =>
            {
                var bar = bars.AddTask(title, maxValue: 1);
                return work((fraction, what) =>
                {
                    bar.Value = fraction;
                    bar.Description = Markup.Escape($"{title} {what}");
                });
            });
    }

    private static Action<double, string> Lines(CommandOutput output, string title)
    {
        var last = Stopwatch.GetTimestamp();
        return (fraction, what) =>
        {
            if (Stopwatch.GetElapsedTime(last) >= betweenLines)
            {
                last = Stopwatch.GetTimestamp();
                output.Say($"{title} {what} {fraction:P0}");
            }
        };
    }
}
