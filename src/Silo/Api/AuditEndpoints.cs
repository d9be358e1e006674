using CityActors.Silo.Access;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Api;

/// <summary>Who did what, and who looked at whom.</summary>
public static class AuditEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/looks", async (Caller caller, HouseholdAccessLog looks, string? household, long? after, long? before, int? limit) => Wrong(after, before, limit)
                ?? Results.Ok(new LoggedLooks(before is { } number
                    ? await looks.ReadBefore(caller.Area, number, household, limit ?? ListPage.UsualItems)
                    : await looks.Read(caller.Area, after ?? 0, household, limit ?? ListPage.UsualItems))))
            .Needs(Need.AnswerForArea).Produces<LoggedLooks>().WithSummary("Who looked at how people live, where, when and why, and who was refused.")
            .Takes("household", Commands.IsEntityId, "the id of a household, camera or terminal");
        routes.MapGet("/v1/audit", async (Caller caller, AuditLog audit, string? actor, long? after, long? before, int? limit) => Wrong(after, before, limit)
                ?? Results.Ok(new AuditLines(before is { } number
                    ? await audit.ReadBefore(caller.Area, number, actor, limit ?? ListPage.UsualItems)
                    : await audit.Read(caller.Area, after ?? 0, actor, limit ?? ListPage.UsualItems))))
            .Needs(Need.AnswerForArea).Produces<AuditLines>().WithSummary("What callers of the area asked the city to do, and what became of it; whom they looked at.");
        routes.MapGet("/v1/audit/verify", (AuditLog audit, long? number, string? hash, CancellationToken cancellation) => audit.Verify(number, hash, cancellation))
            .Needs(Need.RunCity).WithSummary("Computes every hash of the audit again; ?number= and ?hash= are of a line noted earlier.");
    }

    private static IResult? Wrong(long? after, long? before, int? limit) => limit is < 1 or > ListPage.MostItems
        ? Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.", "limit")
        : after is not null && before is not null
            ? Problems.Bad("bad-before", "'before' reads newest first and 'after' oldest first: give one of them.", "before")
            : null;
}

/// <summary>Looks at how people live.</summary>
/// <param name="Items">The looks, oldest first, or with 'before' newest first.</param>
public sealed record LoggedLooks(IReadOnlyList<LoggedLook> Items);

/// <summary>Lines of the audit.</summary>
/// <param name="Items">The lines, oldest first, or with 'before' newest first.</param>
public sealed record AuditLines(IReadOnlyList<AuditLine> Items);
