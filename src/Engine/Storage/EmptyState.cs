using System.Linq.Expressions;
using Orleans.Runtime;

namespace CityActors.Engine.Storage;

/// <summary>Makes the empty value of a state: what its public parameterless constructor gives.</summary>
/// <typeparam name="T">The type of the state.</typeparam>
public static class EmptyState<T>
{
    private static readonly Func<T> Factory = Compile();

    /// <summary>Makes the empty value.</summary>
    /// <returns>The value.</returns>
    public static T Create() => Factory();

    private static Func<T> Compile()
    {
        if (typeof(T).IsValueType)
        {
            return static () => default!;
        }

        return typeof(T).GetConstructor(Type.EmptyTypes) is { } constructor
            ? Expression.Lambda<Func<T>>(Expression.New(constructor)).Compile()
            : throw new OrleansConfigurationException(
                $"State {typeof(T)} has no public parameterless constructor; give it one that makes a valid empty value.");
    }
}
