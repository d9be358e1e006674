using CityActors.Districts;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Texts;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Takes what a person reports, whoever lets it in: checks it, finds its cell, and answers with its order.</summary>
internal sealed class ReportDesk(
    Catalogue catalogue, CellLocator cells, ListQueries lists, ListProjector projector, MatterIntake intake, TrackedReports tracked, DeclaredClock clock)
{
    private const int LongestText = 2_000;

    /// <summary>Takes a report; the same one again gets the same answer.</summary>
    /// <param name="reporter">Who reports.</param>
    /// <param name="body">What.</param>
    /// <param name="id">The report's id.</param>
    /// <param name="key">The key that its caller gave it, for a refusal.</param>
    /// <param name="cancellation">Ends the reading of what was just registered.</param>
    public async Task<(ReportAnswer? Answer, IResult? Refusal)> Take(Caller reporter, ReportBody body, string id, string key, CancellationToken cancellation)
    {
        if (Check(body) is { } wrong)
        {
            return (null, wrong);
        }

        var position = body.Position;
        var cell = cells.Find(position);
        if (cell is null)
        {
            await projector.NoteRegistered(cancellation);
            cell = cells.Find(position);
        }

        if (cell is null || !reporter.May(Need.ReportMatter, new Subject(cell)))
        {
            return (null, Problems.Bad(
                "outside",
                $"No grid cell of area '{reporter.Area}' is within {CellLocator.ReachMetres} m of {position.Longitude}, {position.Latitude}.",
                chinese: $"该位置{CellLocator.ReachMetres}米内没有本辖区的网格，请检查位置。"));
        }

        var digits = TrackedReports.DigitsOf(body.Phone);
        var report = new OrderReport
        {
            Id = id,
            Category = body.Category,
            Channel = reporter.Role == Role.Citizen || body.Channel == ReportChannel.Sensing ? ReportChannel.Citizen : body.Channel,
            At = clock.Now,
            Position = position,
            Cell = cell,
            Text = body.Text,
            Reporter = reporter.Name,
            Drill = await IsDrill(cell),
        };
        if (await intake.Report(report) is not { } receipt)
        {
            return (null, KeyRegister.Reused(key));
        }

        var tracking = digits is null ? null : await tracked.NumberOf(report.Id, receipt.Order, reporter.Name, digits);
        return (new ReportAnswer(receipt.Order, receipt.Merged, tracking), null);
    }

    private IResult? Check(ReportBody body) => body switch
    {
        _ when catalogue.Find(body.Category) is null => Problems.Bad("unknown-category", $"There is no category '{body.Category}'; GET /v1/catalogue lists them.", "category", $"没有类别“{body.Category}”，请从目录中选择。"),
        _ when !Positions.IsOnEarth(body.Position) => Problems.Bad("bad-position", "'position' needs longitude and latitude in WGS-84 degrees.", "position", "位置须为经纬度（WGS-84）。"),
        _ when Characters.In(body.Text) is > LongestText and var length => Problems.Bad("text-too-long", $"'text' has {length} characters; at most {LongestText} are taken.", "text", $"描述有{length}字，不得超过{LongestText}字。"),
        _ when body.Phone.Length > 0 && TrackedReports.DigitsOf(body.Phone) is null => BadPhone(),
        _ => null,
    };

    /// <summary>The refusal of what is no phone number.</summary>
    public static IResult BadPhone() => Problems.Bad("bad-phone", "'phone' is a phone number: at least four digits, at most 30 characters.", "phone", "请填写有效的手机号码。");

    private async Task<bool> IsDrill(string cell) =>
        await lists.ReadArea(cell) is { } card && card.TryGetProperty("drill", out var drill) && drill.GetBoolean();
}
