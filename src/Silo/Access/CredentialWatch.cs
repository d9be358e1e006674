using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>Tells a request that lasts, such as a feed, when its caller may no longer be served.</summary>
public sealed class CredentialWatch : IDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly Action<CredentialWatch> forget;

    internal CredentialWatch(SignedIn over, Action<CredentialWatch> forget) => (Over, this.forget) = (over, forget);

    /// <summary>Cancelled when the credential has expired, was revoked, got another secret or another role or area.</summary>
    public CancellationToken Ended => ending.Token;

    /// <summary>What is watched over.</summary>
    internal SignedIn Over { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        forget(this);
        ending.Dispose();
    }

    /// <summary>Tells that it is over.</summary>
    internal void End()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request has ended by itself meanwhile.
        }
    }
}

/// <summary>Twice a second sees which credentials have expired, and in a cluster which ones another Silo has changed.</summary>
public sealed class CredentialFollower(Credentials credentials, WrongKeys wrongKeys, ILogger<CredentialFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        wrongKeys.Report(isLast: true);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            wrongKeys.Report();
            try
            {
                await credentials.Follow();
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogDebug(fault, "Whether a key was revoked could not be read; it is tried again.");
                credentials.EndWatches(); // What has expired has expired all the same.
            }
        }
    }
}
