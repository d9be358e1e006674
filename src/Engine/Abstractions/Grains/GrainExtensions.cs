using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>Gives a reference to a grain.</summary>
    /// <typeparam name="TGrainInterface">The interface to call.</typeparam>
    /// <param name="grain">A grain or a reference to one.</param>
    /// <returns>The reference.</returns>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)Reference(grain).CastTo(typeof(TGrainInterface));

    /// <summary>Gives a reference to a grain.</summary>
    /// <param name="grain">A grain or a reference to one.</param>
    /// <param name="interfaceType">The interface to call.</param>
    /// <returns>The reference.</returns>
    public static object AsReference(this IAddressable grain, Type interfaceType) => Reference(grain).CastTo(interfaceType);

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <inheritdoc cref="AsReference(IAddressable, Type)"/>
    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

    /// <summary>Gives the identity of a grain.</summary>
    /// <param name="grain">A grain or a reference to one.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ArgumentException">The object is neither.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        _ => throw NotAGrain(grain),
    };

    /// <summary>Gives the key of a grain.</summary>
    /// <param name="grain">A grain or a reference to one.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The object is neither.</exception>
    public static string GetPrimaryKeyString(this IAddressable grain) => GetGrainId(grain).Key.ToString();

    private static GrainReference Reference(IAddressable grain) => grain switch
    {
        GrainReference reference => reference,
        IGrainBase { GrainContext: { } context } => context.GrainReference,
        _ => throw NotAGrain(grain),
    };

    private static ArgumentException NotAGrain(IAddressable? grain) =>
        new($"{grain?.GetType().FullName ?? "null"} is neither a grain created by the engine nor a reference to one.", nameof(grain));
}
