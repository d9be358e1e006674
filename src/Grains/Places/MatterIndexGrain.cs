using CityActors.Dispatch;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>Decides which reports of a district are one matter. Answers after the decision is stored; answers share writes.</summary>
[GrainType("matter-index"), Reentrant]
internal sealed class MatterIndexGrain(
    [PersistentState("matter-index")] IPersistentState<MatterIndexState> store,
    IOptions<CorrelationOptions> options) : Grain, IMatterIndexGrain
{
    private CorrelationRules rules = null!;
    private SerialWriter writer = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        rules = new CorrelationRules(store.State, options.Value);
        writer = new SerialWriter(Write);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<MatterClaim> Claim(MatterReport report)
    {
        var claim = rules.Claim(report, out var changed);

        // A repeat waits, too: its first answer may still be on its way to the disk.
        await (changed ? writer.Save() : writer.Settled());
        return claim;
    }

    /// <inheritdoc/>
    public async Task Close(string matterId, DateTimeOffset at)
    {
        if (rules.Close(matterId))
        {
            await writer.Save();
        }
    }

    private Task Write()
    {
        store.State = rules.Snapshot();
        return store.WriteStateAsync();
    }
}
