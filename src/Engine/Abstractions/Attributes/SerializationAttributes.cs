using System.ComponentModel;

namespace Orleans;

/// <summary>Which members of a type get ids by themselves.</summary>
public enum GenerateFieldIds
{
    /// <summary>None: every member names its id.</summary>
    None = 0,

    /// <summary>All public properties.</summary>
    PublicProperties = 1,
}

/// <summary>Says that a type travels between grains or into storage.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Gets which members get ids by themselves.</summary>
    public GenerateFieldIds GenerateFieldIds { get; init; } = GenerateFieldIds.None;

    /// <summary>Gets a value indicating whether primary constructor parameters are members (default true for records).</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}

/// <summary>Gives a member its stable number within its type.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class
    | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method)]
public sealed class IdAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="id">The number, unique within the type.</param>
    public IdAttribute(uint id) => Id = id;

    /// <summary>Gets the number.</summary>
    public uint Id { get; }
}

/// <summary>Gives a type or method a stable name that survives renaming.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct | AttributeTargets.Enum
    | AttributeTargets.Method, AllowMultiple = true)]
public sealed class AliasAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="alias">The stable name.</param>
    public AliasAttribute(string alias) => Alias = alias;

    /// <summary>Gets the stable name.</summary>
    public string Alias { get; }
}

/// <summary>Promises that a value never changes, so that it may be shared without a copy.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property
    | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Always)]
public sealed class ImmutableAttribute : Attribute;
