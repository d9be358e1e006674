using System.Globalization;
using CityActors.Facts;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Api;

/// <summary>Lets a caller read what it has just written: answers to commands say up to which fact they count, and reads wait for one.</summary>
internal static class FactPosition
{
    private const string Parameter = "after";
    private const string Header = "City-Fact";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Answers of the endpoint carry <c>City-Fact: n</c>: lists that hold fact n show what was done.</summary>
    public static RouteHandlerBuilder ReturnsFactPosition(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
        {
            var result = await next(context);
            var facts = context.HttpContext.RequestServices.GetRequiredService<IFactLog>();
            context.HttpContext.Response.Headers[Header] = (await facts.LastSequence()).ToString(CultureInfo.InvariantCulture);
            return result;
        });

    /// <summary>The endpoint takes <c>after=n</c>: it waits up to two seconds for the lists to hold fact n, and then answers with what they hold.</summary>
    public static RouteHandlerBuilder WaitsForFact(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
        {
            var asked = context.HttpContext.Request.Query[Parameter].ToString();
            if (asked.Length == 0)
            {
                return await next(context);
            }

            await Wait(context.HttpContext, long.Parse(asked, NumberStyles.None, CultureInfo.InvariantCulture));
            return await next(context);
        }).TakesNumber(Parameter);

    private static async Task Wait(HttpContext context, long after)
    {
        var lists = context.RequestServices.GetRequiredService<ListProjector>();
        var until = TimeProvider.System.GetTimestamp();
        long listed;
        while ((listed = await lists.Listed()) < after && TimeProvider.System.GetElapsedTime(until) < Patience)
        {
            await Task.Delay(BetweenLooks, context.RequestAborted);
        }

        context.Response.Headers[Header] = listed.ToString(CultureInfo.InvariantCulture);
    }
}
