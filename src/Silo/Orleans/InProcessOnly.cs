using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityActors.Silo.Orleans;

/// <summary>A silo without any port: nothing reaches it from outside, and two on one machine never meet.</summary>
/// <remarks>Orleans' own localhost clustering listens on a port that all programs of the machine share, and refuses port 0.</remarks>
internal static class InProcessOnly
{
    /// <summary>Makes the silo a cluster of its own.</summary>
    public static ISiloBuilder UseInProcessOnly(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(siloPort: 1, gatewayPort: 0); // The number is the silo's name only: nobody listens.
        foreach (var listener in silo.Services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory)).ToArray())
        {
            silo.Services.RemoveAllKeyed<IConnectionListenerFactory>(listener.ServiceKey);
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory, DeafListenerFactory>(listener.ServiceKey);
        }

        return silo;
    }

    private sealed class DeafListenerFactory : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new DeafListener(endpoint));
    }

    private sealed class DeafListener(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> nobody = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(nobody.Task);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            nobody.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
