namespace CityActors.Client.Silos;

/// <summary>A Silo of our own did not start; the message carries its last words.</summary>
internal sealed class SiloStartException(string message) : Exception(message);
