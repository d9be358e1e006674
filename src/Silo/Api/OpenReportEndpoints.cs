using System.Security.Cryptography;
using System.Text;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Limits;
using CityActors.Silo.Requests;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Lets whoever sees something wrong report it, without an account: the phone number is for following it.</summary>
public static class OpenReportEndpoints
{
    private const string Why = "Whoever sees something wrong in the street may say so.";

    /// <summary>Maps the endpoints.</summary>
    public static void MapOpenReports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/report", Report).IsOpen(Why).RequireRateLimiting(CallerLimits.OpenReports).WithMetadata(Commands.SizeLimit, new TakesKey())
            .Produces<OpenReportAnswer>(StatusCodes.Status201Created).WithSummary("Reports a matter without a key; the tracking number follows it.")
            .Shows(new BodyExample("""{"category":"event.environment.exposed-waste","position":{"longitude":112.9745,"latitude":28.19},"text":"路边有垃圾","phone":"13800005678"}"""));
        routes.MapGet("/v1/report/categories", ReadCategories).IsOpen(Why).Produces<CategoriesAnswer>().WithSummary("The categories that whoever calls may report.");
    }

    private static CategoriesAnswer ReadCategories(Catalogue catalogue) =>
        new([.. catalogue.Categories.Where(static category => category.Citizens).Select(static category => new OpenCategory(category.Code, category.English, category.Chinese))]);

    private static async Task<IResult> Report(HttpContext context, ReportDesk desk, Catalogue catalogue, Body<OpenReportBody> given)
    {
        var body = given.Value;
        if (TrackedReports.DigitsOf(body.Phone) is null)
        {
            return ReportDesk.BadPhone();
        }

        if (catalogue.Find(body.Category) is { Citizens: false })
        {
            return Problems.Bad("not-for-citizens", $"'{body.Category}' is reported by devices and officers; GET /v1/report/categories lists what may be reported here.", "category", "该类别由设备或工作人员上报，请另选类别。");
        }

        var key = Commands.KeyOf(context);
        var id = IdOf(key);
        var reporter = new Caller(NameOf(id), Role.Citizen, "");
        var report = new ReportBody { Category = body.Category, Position = body.Position, Text = body.Text, Phone = body.Phone };
        var (answer, refusal) = await desk.Take(reporter, report, id, key, context.RequestAborted);
        if (answer is null)
        {
            return refusal!;
        }

        AuditTrail.NoteCaller(context, reporter);
        return Results.Json(new OpenReportAnswer(answer.Order, answer.Tracking!), statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Nobody is known by more than the report: each reporter is one of its own, whose name no caller can have.</summary>
    private static string NameOf(string report) => $"citizen {report}";

    private static string IdOf(string key) => $"report-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{KeyRegister.Strangers}|{key}")))[..24]}";
}

/// <summary>A matter as anybody reports it.</summary>
public sealed record OpenReportBody
{
    /// <summary>Category code: one of those that citizens may report.</summary>
    public required string Category { get; init; }

    /// <summary>Where, WGS-84.</summary>
    public required GeoPoint Position { get; init; }

    /// <summary>What was seen; at most 2,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>The reporter's phone; only its last four digits are kept.</summary>
    public required string Phone { get; init; }
}

/// <summary>What became of a report.</summary>
/// <param name="Order">The order that its matter has.</param>
/// <param name="Tracking">With the last four digits of the phone it shows how the matter goes on.</param>
public sealed record OpenReportAnswer(string Order, string Tracking);

/// <summary>What whoever calls may report.</summary>
/// <param name="Items">The categories, in the order of the catalogue.</param>
public sealed record CategoriesAnswer(IReadOnlyList<OpenCategory> Items);

/// <summary>A category that citizens may report.</summary>
/// <param name="Code">Its code.</param>
/// <param name="English">Its name, English.</param>
/// <param name="Chinese">Its name, Chinese.</param>
public sealed record OpenCategory(string Code, string English, string Chinese);
