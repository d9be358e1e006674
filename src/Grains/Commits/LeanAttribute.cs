using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace CityActors.Commits;

/// <summary>Marks a state whose empty members are not written: nulls, and texts and lists that are empty, as they must be by default.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LeanAttribute : Attribute
{
    /// <summary>Leaves the empty members of types out that are marked.</summary>
    public static void LeaveOutEmpty(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsDefined(typeof(LeanAttribute), inherit: false))
        {
            return;
        }

        var nullability = new NullabilityInfoContext();
        foreach (var member in type.Properties.Where(static member => !member.IsRequired && member.ShouldSerialize is null))
        {
            if (Nullable.GetUnderlyingType(member.PropertyType) is not null || (member.AttributeProvider is PropertyInfo known && nullability.Create(known).ReadState == NullabilityState.Nullable))
            {
                member.ShouldSerialize = static (_, value) => value is not null;
            }
            else if (!member.PropertyType.IsValueType)
            {
                member.ShouldSerialize = static (_, value) => value is string text ? text.Length > 0 : value is not ICollection { Count: 0 };
            }
        }
    }
}
