namespace CityActors.Silo.Orleans;

/// <summary>
/// What Orleans says in the log. A silo that ends says nothing more: it places no grain any more, so whatever grains still have to tell one
/// another fails, thousands of times under load. They tell it after the next start.
/// </summary>
internal sealed class OrleansVoice
{
    private volatile bool isSilent;

    /// <summary>Limits the log to what an operator can use.</summary>
    public void Limit(ILoggingBuilder logging) => logging
        .AddFilter("Orleans", level => !isSilent && level >= LogLevel.Warning)
        .AddFilter("Orleans.Grain.InvokeException", level => !isSilent && level >= LogLevel.Error) // Whoever called says it, too.
        .AddFilter(typeof(OrleansVoice).Namespace, level => !isSilent && level >= LogLevel.Information) // Orleans speaks in the name of our storage, too.
        .AddFilter("Orleans.Runtime", level => !isSilent && level >= LogLevel.Error)
        .AddFilter("Orleans.Runtime.MembershipService", level => !isSilent && level >= LogLevel.Warning) // Which silo does not answer is the operator's business.
        .AddFilter("Polly", LogLevel.None); // By it Orleans tries again, and says itself what came of it.

    /// <summary>Says no more from the moment in which the Silo is told to end.</summary>
    public void EndWith(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => isSilent = true);
}
