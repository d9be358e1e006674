using Orleans.Runtime;

namespace CityActors.Engine.Activation;

/// <summary>The activation whose grain is being created on this thread.</summary>
internal static class CurrentActivation
{
    [ThreadStatic]
    private static IGrainContext? _value;

    public static IGrainContext? Value
    {
        get => _value;
        set => _value = value;
    }
}

/// <summary>An activation whose collection can be put off.</summary>
internal interface IDelayableActivation
{
    void DelayDeactivation(TimeSpan timeSpan);
}
