namespace CityActors.Client.Silos;

/// <summary>A Silo that we started did not come up; the message has its last output.</summary>
internal sealed class SiloStartException(string message) : Exception(message);
