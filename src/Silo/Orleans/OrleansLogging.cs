namespace CityActors.Silo.Orleans;

/// <summary>
/// What Orleans writes to the log. A silo that is ending logs nothing more: it places no grains any longer, so whatever grains still have to tell one
/// another fails, thousands of times under load. It is delivered after the next start.
/// </summary>
internal sealed class OrleansLogging
{
    private volatile bool isSilent;

    /// <summary>Limits the log to what an operator can use.</summary>
    public void Limit(ILoggingBuilder logging) => logging
        .AddFilter("Orleans", level => !isSilent && level >= LogLevel.Warning)
        .AddFilter("Orleans.Grain.InvokeException", level => !isSilent && level >= LogLevel.Error) // The caller logs it, too.
        .AddFilter(typeof(OrleansLogging).Namespace, level => !isSilent && level >= LogLevel.Information) // Our storage's name, too.
        .AddFilter("Orleans.Runtime", level => !isSilent && level >= LogLevel.Error)
        .AddFilter("Orleans.Runtime.MembershipService", level => !isSilent && level >= LogLevel.Warning) // Which silo does not answer is the operator's business.
        .AddFilter("Polly", LogLevel.None); // Orleans retries with it, and logs the outcome itself.

    /// <summary>Logs nothing more from the moment the Silo is asked to stop.</summary>
    public void EndWith(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => isSilent = true);
}
