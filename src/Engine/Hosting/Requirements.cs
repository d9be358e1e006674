using CityActors.Engine.Activation;
using CityActors.Engine.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine.Hosting;

/// <summary>The name of a stream provider that the silo has.</summary>
/// <param name="Name">The name.</param>
internal sealed record StreamProviderName(string Name);

/// <summary>Checks at start that the silo has what its grain classes need; storage and services are checked with the constructors.</summary>
internal static class Requirements
{
    public static void Check(GrainClasses classes, IServiceProvider services)
    {
        if (!services.GetServices<StreamProviderName>().Any()
            && classes.All.FirstOrDefault(found => found.StreamNamespaces.Count > 0) is { } listener)
        {
            throw new OrleansConfigurationException(
                $"Grain {listener.Type.Name} listens to streams '{listener.StreamNamespaces[0]}', but the silo has no stream provider; add one with AddMemoryStreams.");
        }

        if (services.GetService<IReminderTable>() is null
            && classes.All.FirstOrDefault(found => typeof(IRemindable).IsAssignableFrom(found.Type)) is { } remindable)
        {
            throw new OrleansConfigurationException(
                $"Grain {remindable.Type.Name} uses reminders, but the silo keeps none; add them, for example with UseInMemoryReminderService.");
        }
    }
}
