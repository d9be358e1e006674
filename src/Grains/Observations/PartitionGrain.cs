using CityActors.Commits;
using Microsoft.Extensions.Logging;

namespace CityActors.Observations;

/// <summary>What the three that move a partition share: a look every second, a storage failure logged once, and rest while the silo ends.</summary>
public abstract class PartitionGrain(TimeProvider time, ILocalSiloDetails silo, ILogger logger) : Grain, IPartitionGrain
{
    /// <summary>How long it sleeps at most.</summary>
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private bool isHindered;

    /// <summary>The partition, from 0.</summary>
    protected int Partition { get; private set; }

    /// <summary>Whether the silo that it lives on is ending: it begins nothing more.</summary>
    protected bool IsResting { get; private set; }

    /// <summary>The declared clock's time, UTC.</summary>
    protected DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Partition = Partitions.OfKey(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> Rest(SiloAddress ending)
    {
        IsResting |= ending.Equals(silo.SiloAddress);
        return Task.FromResult(IsResting);
    }

    /// <inheritdoc/>
    public abstract Task Wake();

    /// <inheritdoc/>
    public abstract Task Checkpoint();

    /// <summary>What is done every second.</summary>
    protected abstract Task Look();

    /// <summary>Begins to look every second.</summary>
    /// <param name="first">When for the first time.</param>
    /// <param name="interleave">Whether it may look while a call is under way.</param>
    protected IGrainTimer LookEverySecond(TimeSpan first, bool interleave) => this.RegisterGrainTimer(
        static (self, _) => self.Tick(),
        this,
        new GrainTimerCreationOptions(first, Second) { KeepAlive = true, Interleave = interleave });

    private async Task Tick()
    {
        try
        {
            await Look();
            isHindered = false;
        }
        catch (Exception fault) when (Faults.IsEnvironment(fault))
        {
            if (!isHindered)
            {
                logger.LogWarning(fault, "{Grain} is waiting for storage; it tries again every second.", this.GetPrimaryKeyString());
            }

            isHindered = true; // Logged once, not every second.
        }
    }
}
