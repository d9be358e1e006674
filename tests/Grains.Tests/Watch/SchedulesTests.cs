using CityActors.Watch;

namespace CityActors.Tests.Watch;

public sealed class SchedulesTests
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly DailyHours Office = new(new TimeOnly(9, 0), new TimeOnly(17, 30));
    private static readonly DailyHours Night = new(new TimeOnly(22, 0), new TimeOnly(6, 0));
    private static readonly Months Flood = new(4, 9);
    private static readonly Months Heating = new(11, 3);

    [Fact]
    public void Schedules_MinuteByMinute_OpenAndCloseAtTheirEdges()
    {
        ISchedule[] all =
        [
            Office, Night, Flood, Heating, new DailyHours(TimeOnly.MinValue, TimeOnly.MinValue), new DailyHours(new TimeOnly(20, 0), TimeOnly.MinValue), new Months(1, 12),
            new JoinedSchedule(true, [Office, Flood]), new JoinedSchedule(false, [Night, Heating]),
            new JoinedSchedule(false, [Office, new JoinedSchedule(true, [Night, Flood])]), new JoinedSchedule(true, [Office, Night]),
        ];
        foreach (var schedule in all)
        {
            var at = new DateTimeOffset(2026, 2, 27, 0, 0, 0, China).ToUniversalTime();
            var edge = schedule.NextEdge(at);
            for (var last = schedule.IsOpen(at); at < new DateTimeOffset(2026, 4, 2, 12, 0, 0, China); at = at.AddMinutes(30))
            {
                if (schedule.IsOpen(at) != last)
                {
                    Assert.Equal(edge, at);
                    Assert.NotEqual(last, schedule.IsOpen(at));
                    Assert.Equal(last, schedule.IsOpen(at.AddTicks(-1)));
                    (last, edge) = (schedule.IsOpen(at), schedule.NextEdge(at));
                }

                Assert.Equal(edge, schedule.NextEdge(at));
                Assert.True(edge is null || edge > at);
            }
        }
    }

    [Theory]
    [InlineData("2026-10-02T10:00+08:00", "2027-04-01T09:00+08:00")]
    [InlineData("2026-09-30T17:30+08:00", "2027-04-01T09:00+08:00")]
    [InlineData("2026-09-30T17:29+08:00", "2026-09-30T17:30+08:00")]
    public void HoursOfSomeMonths_NextEdge_MayBeFarAway(string at, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected), new JoinedSchedule(true, [Office, Flood]).NextEdge(DateTimeOffset.Parse(at)));

    [Fact]
    public void Delay_LongerThanEveryWindow_IsNeverOver() =>
        Assert.Null(Hold.Ripe(Office, new DateTimeOffset(2026, 2, 27, 0, 0, 0, China), TimeSpan.FromHours(9)));
}
