namespace CityActors.Engine.Calls;

/// <summary>The values of <see cref="Orleans.Runtime.RequestContext"/>, never changed once made.</summary>
internal sealed class RequestValues(Dictionary<string, object> values)
{
    public Dictionary<string, object> Values { get; } = values;

    /// <summary>Gets or sets the execution context that holds these values and nothing else.</summary>
    public ExecutionContext? Bare { get; set; }
}
