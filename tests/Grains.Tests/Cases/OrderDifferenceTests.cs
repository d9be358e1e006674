using System.Globalization;
using System.Text.Json.Nodes;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.WorkOrders;
using CityActors.WorkOrders.Coded;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.Tests.Cases;

/// <summary>Random lives of orders, led by the rules in code and by the type of case at once: both say and do the same at each step. The seed of a life replays it.</summary>
public sealed class OrderDifferenceTests
{
    private const string LivesVariable = "CITYACTORS_LIVES";
    private const int UsualLives = 2_000;
    private const int Steps = 60;
    private const int LongLives = 6;
    private const int LongSteps = 2_000;

    // How many lives, and from which on: a long run leads others.
    private static readonly string[] wanted = (Environment.GetEnvironmentVariable(LivesVariable) is { Length: > 0 } given ? given : $"1-{UsualLives}").Split('-');

    private static int First => int.Parse(wanted[0], CultureInfo.InvariantCulture);

    private static int Lives => int.Parse(wanted[^1], CultureInfo.InvariantCulture) - First + 1;

    // Each refusal that the type gives is met, so that it is known to be the same.
    private static readonly string[] codes =
    [
        "already-escalated", "appealed-before", "command-id-reused", "extended-twice", "merge-target", "no-appeal", "no-rater", "no-responder", "not-allowed", "not-its-responder", "not-the-reporter", "overdue", "rated-before",
        "reason-required", "reason-too-long", "same-reviewer", "signed-before", "stars", "suspended-before", "suspension-length", "unknown-alert", "unknown-department",
    ];

    [Fact]
    public void Lives_ByCodeAndByTheType_AreTheSame()
    {
        var met = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var differences = Differences(First, Lives, Steps, met);
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', met.Select(static one => $"{one.Value} × {one.Key}")));
        Assert.True(differences.Length == 0, differences);
        Assert.All((string[])["report in Closed: Reported", "report in Closed: Filed", "report in NotFiled: Reported", "report in Cancelled: Reported", "report in Merged: Merged"], what => Assert.Contains(what, met.Keys));
        Assert.All(codes, code => Assert.Contains(met.Keys, one => one.EndsWith(": " + code, StringComparison.Ordinal)));
    }

    /// <summary>So long that what can be done again and again is refused.</summary>
    [Fact]
    public void LongLives_ByCodeAndByTheType_AreTheSame()
    {
        var met = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var differences = Differences(1_000_000, LongLives, LongSteps, met);
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', met.Select(static one => $"{one.Value} × {one.Key}")));
        Assert.True(differences.Length == 0, differences);
        Assert.All((string[])["too-many-lines", "extension-refused-before"], code => Assert.Contains(met.Keys, one => one.EndsWith(": " + code, StringComparison.Ordinal)));
    }

    /// <summary>Orders that the rules in code stored go on by the type from any step on, as they would have by code.</summary>
    [Fact]
    public void Lives_StoredByCode_GoOnByTheType()
    {
        var differences = Differences(2_000_000, UsualLives / 2, Steps, [], static seed => seed % Steps);
        Assert.True(differences.Length == 0, differences);
    }

    private static string Differences(int firstSeed, int lives, int steps, SortedDictionary<string, int> met, Func<int, int>? adoptedAt = null)
    {
        var found = new SortedDictionary<string, (int Count, string First)>(StringComparer.Ordinal);
        var alike = 0;
        Parallel.For(
            firstSeed,
            firstSeed + lives,
            static () => new SortedDictionary<string, int>(StringComparer.Ordinal),
            (seed, _, seen) =>
            {
                var differences = new OrderLife(seed, isLong: steps > Steps, seen).Lead(steps, adoptedAt?.Invoke(seed));
                lock (found)
                {
                    alike += differences.Count == 0 ? 1 : 0;
                    foreach (var (kind, what) in differences)
                    {
                        var (count, first) = found.GetValueOrDefault(kind, (0, $"seed {seed}, {what}"));
                        found[kind] = (count + 1, first);
                    }
                }

                return seen;
            },
            seen =>
            {
                lock (met)
                {
                    foreach (var (what, count) in seen)
                    {
                        met[what] = met.GetValueOrDefault(what) + count;
                    }
                }
            });
        return found.Count == 0 ? "" : $"{alike} of {lives} alike\n" + string.Join('\n', found.OrderByDescending(static one => one.Value.Count).Select(static one => $"{one.Value.Count} × {one.Key}: {one.Value.First}"));
    }

    /// <summary>One life.</summary>
    private sealed class OrderLife(int seed, bool isLong, SortedDictionary<string, int> met)
    {
        private static readonly Category[] categories = [.. OrderRun.Catalogue.Categories];
        private static readonly string[] actors = ["officer-1", "officer-2", "citizen-1", "citizen-2", "reviewer-1", "reviewer-2", "one-0", "two-1", "department-1"];
        private readonly Random random = new(seed);
        private readonly OrderTwin twin = new();
        private DateTimeOffset now = OrderRun.Cst("2025-02-03 08:00");
        private int commands;
        private bool isCorrected;
        private int reports;
        private Category category = categories[0];

        /// <summary>Leads it until it differs.</summary>
        public IReadOnlyList<(string Kind, string What)> Lead(int steps, int? adoptedAt)
        {
            now = now.AddMinutes(random.Next(300 * 24 * 60));
            category = isLong ? categories.MaxBy(static one => one.Limits.Handling.Length)! : categories[random.Next(categories.Length)];
            twin.Report(NextReport());
            _ = twin.Differences();
            for (var step = 0; step < steps; step++)
            {
                if (step == adoptedAt)
                {
                    twin.Adopt();
                }

                var what = Step();
                var differences = twin.Differences().ToList();
                if (what.IsDifferent || differences.Count > 0)
                {
                    return [.. differences.Select(one => (one.Kind, $"step {step}, {what.Text}: {one.What}")).Concat(what.IsDifferent ? [(what.Text, $"step {step}")] : [])];
                }
            }

            // Another calendar gives other clocks, to an order as to a case: lines note when they are due.
            return isCorrected || twin.Told.Case is null || twin.IsRebuilt() ? [] : [("rebuilt", "the history comes to something else")];
        }

        private (string Text, bool IsDifferent) Step()
        {
            now = now.Add(isLong ? TimeSpan.FromSeconds(random.Next(20)) : random.Next(12) switch
            {
                0 => TimeSpan.FromMinutes(-random.Next(90)),
                <= 7 => TimeSpan.FromMinutes(random.Next(60)),
                8 or 9 => TimeSpan.FromHours(random.Next(12)),
                10 => TimeSpan.FromHours(random.Next(72)),
                _ => TimeSpan.FromDays(random.Next(20)),
            });
            if (random.Next(12) == 0)
            {
                twin.FallDue();
                return ("deadline", false);
            }

            if (!isLong && random.Next(25) == 0 && reports < 8)
            {
                var before = twin.Status;
                twin.Report(NextReport());
                Met($"report in {before}: {twin.Status}");
                return ("report", false);
            }

            if (!isLong && random.Next(60) == 0)
            {
                return Outside();
            }

            if (!isLong && !isCorrected && random.Next(200) == 0)
            {
                isCorrected = true;
                twin.Correct(WithHolidays().TakenAt(now.AddMinutes(random.Next(-60, 600))));
                return ("correction", false);
            }

            var status = twin.Status;
            var command = Stamped(NextCommand());
            var (coded, told) = twin.Do(command);
            Met($"{WorkOrderTable.NameOf(command)}: {coded?.Code ?? "done"}");
            return ($"{WorkOrderTable.NameOf(command)} in {status}: {coded?.Code ?? "done"} by code, {told?.Code ?? "done"} by the type", coded?.Code != told?.Code);
        }

        // A picture, what a merged order hands over, what the store gives back, or what could be done now.
        private (string Text, bool IsDifferent) Outside()
        {
            switch (random.Next(4))
            {
                case 0:
                    twin.Attach(new OrderAttachment($"picture-{random.Next(14)}", actors[random.Next(actors.Length)], now));
                    return ("picture", false);
                case 1 when reports < 8:
                    var before = twin.Status;
                    twin.React(new Facts.ReportsHandedOver
                    {
                        Subject = "order-yyyyyyyyyyyyy",
                        Version = ++commands,
                        At = now,
                        Area = "430103002001001",
                        Into = OrderTwin.Id,
                        Reports = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => NextReport() with { Handovers = 1 })],
                        EndedAlerts = twin.Alerts.Count > 0 && random.Next(2) == 0 ? [twin.Alerts[random.Next(twin.Alerts.Count)]] : [],
                    });
                    Met($"handed over in {before}: {twin.Status}");
                    return ("handed over", false);
                case 2:
                    twin.Store();
                    return ("stored", false);
                default:
                    twin.Weigh(new CommandGiver(actors[random.Next(actors.Length)], "", now));
                    return ("weighed", false);
            }
        }

        private void Met(string what) => met[what] = met.GetValueOrDefault(what) + 1;

        // A few of the next working days are holidays now.
        private WorkCalendar WithHolidays()
        {
            var calendar = JsonNode.Parse(File.ReadAllText(SeedFiles.Path("calendars/china.json")))!;
            for (var i = 0; i < 4; i++)
            {
                var day = DateOnly.FromDateTime(now.AddDays(random.Next(12)).DateTime);
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && calendar["years"]!.AsArray().FirstOrDefault(year => (int)year!["year"]! == day.Year) is { } year)
                {
                    year["holidays"]!.AsArray().Add(new JsonObject { ["name"] = "more", ["from"] = day.ToString("O"), ["to"] = day.ToString("O") });
                }
            }

            return WorkCalendar.Parse(calendar.ToJsonString(), "corrected.json");
        }

        private OrderReport NextReport()
        {
            var channel = random.Next(2) == 0 ? ReportChannel.Sensing : ReportChannel.Citizen;
            var report = OrderRun.ReportOf($"report-{++reports}", category.Code, now, channel);
            return channel == ReportChannel.Sensing ? report : report with { Reporter = $"citizen-{random.Next(3)}" };
        }

        private WorkOrderCommand Stamped(WorkOrderCommand command)
        {
            var isOld = random.Next(40) == 0 && commands > 0;
            return command with
            {
                CommandId = random.Next(20) == 0 ? "" : $"{(command is AlertEnded ? "alert" : "c")}-{(isOld ? random.Next(commands) : commands++)}",
                Actor = command is DecideAppeal && random.Next(4) > 0 ? $"reviewer-{random.Next(1, 3)}" : command is Rate && random.Next(2) == 0 ? $"citizen-{random.Next(3)}" : actors[random.Next(actors.Length)],
                At = now,
                Reason = command is not AlertEnded && random.Next(isLong ? 200 : 12) == 0 ? new string('长', random.Next(2) * 2_001) : "because",
                Source = command is not AlertEnded && random.Next(2) == 0 ? new CommandSource("caller-1", WorkOrderTable.NameOf(command)) : null,
            };
        }

        // Mostly what the table allows, and seldom what ends it: else few lives would get far.
        private WorkOrderCommand NextCommand()
        {
            var kinds = WorkOrderTable.Kinds.ToArray();
            var allowed = Array.FindAll(kinds, kind => WorkOrderTable.Allows(twin.Status, kind));
            var goesOn = Array.FindAll(allowed, kind => kind is not (RefuseCase or Merge or Cancel or AlertEnded) && (isLong ? kind is not (Submit or Suspend or Escalate) : kind is not Escalate || random.Next(6) == 0));
            var onward = Array.FindAll(allowed, static kind => kind is FileCase or AssignTo or SignFor or Start or Submit or Confirm or Verify or Close or Appeal or DecideAppeal or Rate or Rework);
            var among = random.Next(isLong ? 100 : 8) == 0 || goesOn.Length == 0 ? kinds : random.Next(isLong ? 1_000 : 12) == 0 ? allowed : !isLong && onward.Length > 0 && random.Next(2) == 0 ? onward : goesOn;
            return Filled(among[random.Next(among.Length)]);
        }

        private WorkOrderCommand Filled(WorkOrderCommand kind) => kind switch
        {
            AssignTo => new AssignTo { Department = Department(), Choices = Choices() },
            SignFor => new SignFor { Responder = Responder() },
            Decline => new Decline { Responder = Responder() },
            Suspend => new Suspend { Until = now.AddMinutes(random.Next(-600, 380 * 24 * 60)) },
            Extend => new Extend { Granted = random.Next(3) > 0 },
            Merge => new Merge { Into = random.Next(5) switch { 0 => "", 1 => OrderTwin.Id, 2 => "alert-1", _ => "order-zzzzzzzzzzzzz" } },
            DecideAppeal => new DecideAppeal { Granted = random.Next(4) > 0 },
            Rate => new Rate { Stars = random.Next(-1, 8) },
            AlertEnded => new AlertEnded { Alert = random.Next(6) == 0 || twin.Alerts.Count == 0 ? "alert-unknown" : twin.Alerts[random.Next(twin.Alerts.Count)], IsFalseAlarm = random.Next(2) == 0 },
            _ => kind,
        };

        private string Department() => random.Next(8) switch
        {
            0 => "nowhere",
            1 => OrderRun.Catalogue.Departments[0].Code,
            2 => OrderRun.Catalogue.Departments[1].Code,
            3 => category.Department,
            _ => "",
        };

        // Nobody has two places: that is told apart in a test of its own.
        private DispatchChoice[] Choices()
        {
            string[] skills = ["one", "two"];
            return [.. skills.Where(_ => random.Next(4) > 0).Select(skill => new DispatchChoice { Skill = skill, Responder = random.Next(4) == 0 ? "" : $"{skill}-{random.Next(3)}" })];
        }

        private string Responder() => random.Next(4) switch
        {
            0 => "",
            1 or 2 when twin.Coded.Crew.Count > 0 => twin.Coded.Crew[random.Next(twin.Coded.Crew.Count)].Responder,
            2 => "somebody",
            _ => $"{(random.Next(2) == 0 ? "one" : "two")}-{random.Next(3)}",
        };
    }
}
