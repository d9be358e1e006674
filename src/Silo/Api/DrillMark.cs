using CityActors.Districts;

namespace CityActors.Silo.Api;

/// <summary>A city with a drill says so in every answer, so that nobody takes what it shows for real.</summary>
internal static class DrillMark
{
    private const string Header = "City-Drill";

    /// <summary>Marks answers from here on; before everything that may answer, errors included.</summary>
    public static void UseDrillMark(this WebApplication app)
    {
        var expansions = app.Services.GetRequiredService<Expansions>();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(static state =>
            {
                var (response, expansions) = ((HttpResponse, Expansions))state;
                if (expansions.IsDrill)
                {
                    response.Headers[Header] = "true";
                }

                return Task.CompletedTask;
            }, (context.Response, expansions));
            return next(context);
        });
    }
}
